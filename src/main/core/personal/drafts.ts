// Edits that aren't saved yet, kept so that they outlive a crash of the window or the machine.
import { join } from 'node:path'
import * as z from 'zod'
import type { Draft } from '../../../shared/contract/workspace.ts'
import { Id } from '../../../shared/domain/ids.ts'
import { Timestamp } from '../../../shared/domain/values.ts'
import { fail, invalid, ok } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Log } from '../log/log.ts'
import { createSerial } from '../serial.ts'
import { nowText } from '../time.ts'
import { jsonPath, listJson, readJson, removeFile, safeName, writeJson } from './files.ts'

const MAX_DRAFTS = 50
const MAX_BYTES = 1_000_000
const StoredDraft = z.strictObject({
  key: Id,
  base_version: z.number().int().nullable(),
  value: z.json(),
  saved_at: Timestamp,
})

export function createDrafts(deps: { workspace: string; log: Log }): HandlersOf<'drafts'> {
  const folderOf = (user_id: string) => join(deps.workspace, '_meta', 'drafts', safeName(user_id))
  const serial = createSerial()
  const parse = (value: unknown) => parseInput(StoredDraft, value)

  return {
    'drafts.list': (_input, { user_id }) =>
      serial(user_id, async () => {
        const paths = await listJson(folderOf(user_id))
        const found = await Promise.all(paths.map(path => readJson(path, parse, deps.log)))
        const drafts = found.filter(draft => draft !== null)
        return ok({ drafts: drafts.sort((a, b) => b.saved_at.localeCompare(a.saved_at)) })
      }),

    'drafts.save': ({ key, base_version, value }, { user_id }) =>
      serial(user_id, async () => {
        if (Buffer.byteLength(JSON.stringify(value)) > MAX_BYTES)
          return invalid([{ path: 'value', message: `must be at most ${MAX_BYTES / 1_000_000} MB` }])
        const path = jsonPath(folderOf(user_id), key)
        const others = (await listJson(folderOf(user_id))).filter(other => other !== path)
        if (others.length >= MAX_DRAFTS)
          return fail('quota_exceeded', `There are ${MAX_DRAFTS} unsaved drafts already`, {
            hint: 'Save or discard some of them first.',
            details: { limit: MAX_DRAFTS },
          })
        const draft: Draft = { key, base_version, value, saved_at: nowText() }
        const written = await writeJson(path, draft)
        return written.ok ? ok(draft) : written
      }),

    'drafts.remove': ({ key }, { user_id }) =>
      serial(user_id, () => removeFile(jsonPath(folderOf(user_id), key))),
  }
}
