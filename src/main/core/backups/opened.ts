// A backup that is open: checked, unpacked beside the workspace, and compared with it. One at a time.
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BackupDifference,
  COMPARED,
  type Compared,
  type Difference,
  type OpenedBackup,
} from '../../../shared/contract/backups.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Log } from '../log/log.ts'
import type { RecordOf, Store } from '../store/face.ts'
import { openStore } from '../store/index.ts'
import { type Comparison, compare, fieldsThatDiffer, must, pairs } from './compare.ts'
import type { About } from './file/archive.ts'
import { glance } from './file/disk.ts'
import { makeReady } from './held-runs.ts'
import type { Watch } from './make.ts'
import { answering, Refused } from './refused.ts'
import { unpack } from './unpack.ts'

const LIFETIME_MS = 2 * 3_600_000

export type Opened = {
  opened: string
  user_id: string
  name: string
  encrypted: boolean
  folder: string
  store: Store
  about: About
  comparison: Comparison
  profiles: OpenedBackup['profiles']
}
type Deps = { workspace: string; store: Store; log: Log; changed(): void }

async function openUnpacked(folder: string, log: Log): Promise<Store> {
  const opened = await openStore({
    folder,
    verify_after_ms: null,
    log: (level, message, fields) => log[level]('store_of_backup', { ...fields, message }),
  })
  return must(opened)
}

export function createOpened({ workspace, store, log, changed }: Deps) {
  let current: Opened | null = null
  let timer: NodeJS.Timeout | null = null

  /** Emptied when the workspace is opened: nothing stays of a crash. */
  const newFolder = async () => {
    const tmp = join(workspace, '_meta', 'tmp')
    await mkdir(tmp, { recursive: true })
    return join(tmp, `opened-${randomUUID()}`)
  }

  async function close(): Promise<void> {
    const closing = current
    current = null
    if (timer) clearTimeout(timer)
    if (!closing) return
    await closing.store.close()
    await rm(closing.folder, { recursive: true, force: true })
    changed()
  }

  function touch() {
    if (timer) clearTimeout(timer)
    timer = setTimeout(
      () => void close().catch(error => log.error('backup.not_closed', { error })),
      LIFETIME_MS,
    )
    timer.unref()
  }

  function find(opened: string, user_id: string): Result<Opened> {
    if (current?.opened !== opened || current.user_id !== user_id)
      return fail('not_found', 'This backup isn’t open any more', { hint: 'Open it again.' })
    touch()
    return ok(current)
  }

  async function profilesOf(backup: Store, owners: readonly string[]): Promise<OpenedBackup['profiles']> {
    const profiles: OpenedBackup['profiles'] = []
    for (const user_id of owners) {
      const user = must(await backup.get('user', user_id, user_id))
      profiles.push({ user_id, display_name: user?.display_name ?? user_id })
    }
    return profiles
  }

  return {
    close,
    find,
    current: (user_id: string) => (current?.user_id === user_id ? current : null),

    /** Takes the place of the one that is open. */
    open: (
      path: string,
      name: string,
      passphrase: string | null,
      user_id: string,
      { signal, progress }: Watch,
      message: (text: string) => void,
    ): Promise<Result<null>> => {
      const work = async () => {
        await close()
        const folder = await newFolder()
        const { encrypted } = await glance(path)
        message('Checking and unpacking')
        const { about } = await unpack(path, passphrase, folder, { signal, progress })
        let backup: Store | null = null
        try {
          backup = await openUnpacked(folder, log)
          message('Comparing with this workspace')
          const comparison = await compare(backup, store, { signal, progress: () => {} })
          const profiles = await profilesOf(backup, about.profiles)
          const opened = randomUUID()
          current = { opened, user_id, name, encrypted, folder, store: backup, about, comparison, profiles }
        } catch (error) {
          await backup?.close()
          await rm(folder, { recursive: true, force: true })
          throw error
        }
        touch()
        changed()
        return null
      }
      return answering(name, work, workspace)
    },

    /** Its files as a workspace that can be opened: no longer open, and the caller's to move or remove. */
    async release(opened: Opened, elsewhere: boolean, note: string): Promise<string> {
      if (current !== opened)
        throw new Refused('not_found', 'This backup isn’t open any more', 'Open it again.')
      await makeReady(opened.store, elsewhere, note)
      current = null
      if (timer) clearTimeout(timer)
      await opened.store.close()
      changed()
      return opened.folder
    },
  }
}
export type OpenedBackups = ReturnType<typeof createOpened>

export function shownOpened({ opened, name, encrypted, about, comparison, profiles }: Opened): OpenedBackup {
  const counts = Object.fromEntries(
    COMPARED.map(entity => {
      const { only_backup, only_here, differs, same } = comparison[entity]
      return [
        entity,
        { only_backup: only_backup.length, only_here: only_here.length, differs: differs.length, same },
      ]
    }),
  ) as OpenedBackup['counts']
  const { made_at, app_version, versions, missing } = about
  return { opened, name, made_at, app_version, encrypted, versions, profiles, missing, counts }
}

export function nameOfRecord(entity: Compared, record: RecordOf[Compared]): string {
  switch (entity) {
    case 'distribution': {
      const { audience_name, platform_name } = record as RecordOf['distribution']
      return `${audience_name} → ${platform_name}`
    }
    case 'user':
      return (record as RecordOf['user']).display_name
    default:
      return (record as RecordOf['audience']).name
  }
}

/** One page of the differences, each read from both sides. */
export async function differencesOf(
  { comparison, store: backup }: Opened,
  here: Store,
  { entity, kind, offset, limit }: { entity: Compared; kind: Difference; offset: number; limit: number },
): Promise<Result<{ items: BackupDifference[]; total: number }>> {
  return answering('the backup', async () => {
    const all = comparison[entity][kind]
    const items: BackupDifference[] = []
    for (const { owner, id } of all.slice(offset, offset + limit)) {
      const [found] = await pairs(entity, owner, [id], backup, here)
      const [theirs, ours] = [found?.[1] ?? null, found?.[2] ?? null]
      const named = kind === 'only_here' ? ours : (theirs ?? ours)
      if (!named) continue
      const side = (record: RecordOf[Compared] | null) =>
        record && !record.deleted ? { version: record.version, updated_at: record.updated_at } : null
      const fields = kind === 'differs' && theirs && ours ? fieldsThatDiffer(entity, theirs, ours) : []
      const name = nameOfRecord(entity, named)
      items.push({ entity, kind, user_id: owner, id, name, backup: side(theirs), here: side(ours), fields })
    }
    return { items, total: all.length }
  })
}
