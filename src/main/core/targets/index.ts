// Where files go that the user asked for, by token, so that no path crosses a door: a place that was chosen in the desktop's
// dialog or on the command line, or a download that waits in the workspace's temporary folder until the browser fetches it.
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { SavedFile } from '../../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { type PartFile, writeWhole } from './part-file.ts'

const LIFETIME_MS = 3_600_000
/** Of how many finished files the place is still known. */
const SAVED_KEPT = 200

/** A full path, or the name that a download is to have, and who may fetch it. */
export type Place = { path: string } | { download: string; by: 'page' | 'script' }
export type OfferedTarget = { file_token: string; name: string }
export type SavedAt = { path: string; name: string; bytes: number; place: 'chosen' | 'page' | 'script' }

export type Target = {
  name: string
  /** Writes the file whole or not at all; see `writeWhole`. */
  write<T>(work: (part: PartFile) => Promise<Result<T>>): Promise<Result<{ value: T; file: SavedFile }>>
}

export type Targets = {
  /** The token is good for one file, for this user, for an hour. */
  offer(place: Place, user_id: string): OfferedTarget
  /** What the job writes to; nobody else can from then on. */
  claim(file_token: string, user_id: string): Result<Target>
  /** Where a finished file is. A download is removed after an hour. */
  saved(file_token: string, user_id: string): Result<SavedAt>
  close(): Promise<void>
}

type Entry = {
  user_id: string
  path: string
  name: string
  place: SavedAt['place']
  state: 'offered' | 'claimed' | 'saved'
  bytes: number
  timer: NodeJS.Timeout | null
}

const gone = () =>
  fail('not_found', 'The chosen place is no longer at hand', { hint: 'Choose where to save the file again.' })

/** The name for a download: no folder, nothing that a file system refuses, not endless. */
export function fileName(wanted: string): string {
  const last = wanted.split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  return clean.slice(-120) || 'file'
}

export function createTargets({
  workspace,
  lifetime_ms = LIFETIME_MS,
}: {
  workspace: string
  lifetime_ms?: number
}): Targets {
  /** In the folder that a store empties when it opens. */
  const downloads = join(workspace, '_meta', 'tmp', 'downloads')
  const entries = new Map<string, Entry>()

  async function forget(file_token: string) {
    const entry = entries.get(file_token)
    if (!entry) return
    if (entry.timer) clearTimeout(entry.timer)
    entries.delete(file_token)
    if (entry.place !== 'chosen') await rm(entry.path, { force: true }).catch(() => undefined)
  }
  function lasts(file_token: string, entry: Entry) {
    if (entry.timer) clearTimeout(entry.timer)
    entry.timer = setTimeout(() => void forget(file_token), lifetime_ms)
    entry.timer.unref()
  }
  function find(file_token: string, user_id: string, state: Entry['state']): Entry | null {
    const entry = entries.get(file_token)
    return entry?.user_id === user_id && entry.state === state ? entry : null
  }
  function noteSaved(file_token: string, entry: Entry, bytes: number): SavedFile {
    entry.state = 'saved'
    entry.bytes = bytes
    if (entry.place !== 'chosen') lasts(file_token, entry)
    const kept = [...entries].filter(([, { state, place }]) => state === 'saved' && place === 'chosen')
    for (const [token] of kept.slice(0, Math.max(0, kept.length - SAVED_KEPT))) entries.delete(token)
    return { file_token, name: entry.name, bytes }
  }

  return {
    offer(place, user_id) {
      const download = 'download' in place
      const path = download ? join(downloads, randomBytes(16).toString('hex')) : place.path
      const name = download ? fileName(place.download) : basename(path)
      const file_token = randomBytes(24).toString('base64url')
      const by = download ? place.by : 'chosen'
      const entry: Entry = { user_id, path, name, place: by, state: 'offered', bytes: 0, timer: null }
      entries.set(file_token, entry)
      lasts(file_token, entry)
      return { file_token, name }
    },
    claim(file_token, user_id) {
      const entry = find(file_token, user_id, 'offered')
      if (!entry) return gone()
      if (entry.timer) clearTimeout(entry.timer)
      entry.state = 'claimed'
      return ok({
        name: entry.name,
        async write(work) {
          let written = false
          try {
            if (entry.place !== 'chosen') await mkdir(dirname(entry.path), { recursive: true })
            const result = await writeWhole(entry.path, work)
            if (!result.ok) return result
            written = true
            const { value, bytes } = result.value
            return ok({ value, file: noteSaved(file_token, entry, bytes) })
          } finally {
            if (!written) entries.delete(file_token)
          }
        },
      })
    },
    saved(file_token, user_id) {
      const entry = find(file_token, user_id, 'saved')
      if (!entry) return fail('not_found', 'The file isn’t kept here any more', { hint: 'Make it again.' })
      return ok({ path: entry.path, name: entry.name, bytes: entry.bytes, place: entry.place })
    },
    async close() {
      await Promise.all([...entries.keys()].map(forget))
    },
  }
}
