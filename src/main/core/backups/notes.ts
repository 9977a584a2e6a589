// What the workspace keeps of its backups: how the clock makes them, how the last went, which were found whole.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { BackupSettings, BackupState } from '../../../shared/contract/backups.ts'
import { UserId } from '../../../shared/domain/user.ts'
import { Timestamp } from '../../../shared/domain/values.ts'
import { invalid, ok, type Result } from '../../../shared/errors.ts'
import type { Log } from '../log/log.ts'
import { readJson, writeJson } from '../personal/files.ts'
import { createSerial } from '../serial.ts'

const VERIFIED_KEPT = 300

const Notes = z.object({
  /** Tells this workspace's files from those of others in the same folder. */
  id: z.string().regex(/^[0-9a-f]{6}$/),
  settings: BackupSettings,
  /** Since when the schedule is as it is, and whose it is: the clock's backups are their jobs. */
  since: Timestamp,
  user_id: UserId.nullable(),
  made_at: Timestamp.nullable(),
  last: BackupState.shape.last,
  /** By place and name: as large as it was when all of it was read. */
  verified: z.record(z.string(), z.object({ bytes: z.number(), at: Timestamp })),
  /** Copies under way beside a folder that is to be a workspace: what of them a killed program leaves is removed. */
  copying: z.array(z.string()).default([]),
})
export type Notes = z.output<typeof Notes>

const Restored = z.object({ at: Timestamp, made_at: Timestamp, before: z.string().nullable() })
export const restoredPath = (workspace: string) => join(workspace, '_meta', 'restored.json')

const fresh = (): Notes => ({
  id: randomBytes(3).toString('hex'),
  settings: {
    folder: null,
    repeat: 'off',
    at: '18:00',
    weekday: 5,
    keep_days: 7,
    keep_weeks: 4,
    encrypted: false,
  },
  since: new Date().toISOString(),
  user_id: null,
  made_at: null,
  last: null,
  verified: {},
  copying: [],
})

const parser =
  <T>(schema: z.ZodType<T>) =>
  (value: unknown): Result<T> => {
    const parsed = schema.safeParse(value)
    return parsed.success ? ok(parsed.data) : invalid([{ path: '', message: 'is not what it should be' }])
  }

export const notesPath = (workspace: string) => join(workspace, '_meta', 'backups.json')

export function createNotes(workspace: string, log: Log) {
  const path = notesPath(workspace)
  const serial = createSerial()
  let known: Notes | null = null

  async function load(): Promise<Notes> {
    known ??= (await readJson(path, parser(Notes), log)) ?? fresh()
    return known
  }

  return {
    get: () => serial('notes', load),
    /** On the disk when it resolves; a refusal leaves what was. */
    change: (edit: (notes: Notes) => Notes): Promise<Result<Notes>> =>
      serial('notes', async () => {
        const next = edit(await load())
        const verified = Object.entries(next.verified).slice(-VERIFIED_KEPT)
        const kept = { ...next, verified: Object.fromEntries(verified) }
        const written = await writeJson(path, kept)
        if (!written.ok) return written
        known = kept
        return ok(kept)
      }),
    /** When this workspace was last replaced by a backup. */
    restored: () => readJson(restoredPath(workspace), parser(Restored), log),
  }
}
export type NotesFile = ReturnType<typeof createNotes>
