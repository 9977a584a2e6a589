// Queries that a profile keeps, in one small file of its own.
import { join } from 'node:path'
import * as z from 'zod'
import { QUERY_LIMITS, SavedQuery } from '../../../shared/contract/queries.ts'
import { newId } from '../../../shared/domain/ids.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Log } from '../log/log.ts'
import { jsonPath, readJson, writeJson } from '../personal/files.ts'
import { createSerial } from '../serial.ts'
import { nowText } from '../time.ts'

const Stored = z.strictObject({ queries: z.array(SavedQuery).max(QUERY_LIMITS.saved) })

const missing = () =>
  fail('not_found', 'There is no such saved query', { hint: 'It may have been deleted in the meantime.' })

export function createSaved(deps: {
  workspace: string
  log: Log
}): Pick<HandlersOf<'queries'>, 'queries.list' | 'queries.save' | 'queries.remove'> {
  const folder = join(deps.workspace, '_meta', 'queries')
  const serial = createSerial()
  const parse = (value: unknown) => parseInput(Stored, value)

  async function read(user_id: string): Promise<SavedQuery[]> {
    const stored = await readJson(jsonPath(folder, user_id), parse, deps.log)
    return (stored?.queries ?? []).sort((a, b) => a.name.localeCompare(b.name))
  }
  async function write<T>(user_id: string, queries: SavedQuery[], answer: T): Promise<Result<T>> {
    const written = await writeJson(jsonPath(folder, user_id), { queries })
    return written.ok ? ok(answer) : written
  }

  return {
    'queries.list': (_input, { user_id }) =>
      serial(user_id, async () => ok({ queries: await read(user_id) })),

    'queries.save': ({ query_id, name, sql }, { user_id }) =>
      serial(user_id, async () => {
        const all = await read(user_id)
        const others = all.filter(query => query.query_id !== query_id)
        if (query_id !== undefined && others.length === all.length) return missing()
        if (others.some(query => query.name.toLowerCase() === name.toLowerCase()))
          return fail('conflict', `There is a saved query ${name} already`, { hint: 'Choose another name.' })
        if (others.length >= QUERY_LIMITS.saved)
          return fail('quota_exceeded', `There are ${QUERY_LIMITS.saved} saved queries already`, {
            hint: 'Delete some of them first.',
            details: { limit: QUERY_LIMITS.saved },
          })
        const saved: SavedQuery = { query_id: query_id ?? newId('query'), name, sql, updated_at: nowText() }
        return write(user_id, [...others, saved], saved)
      }),

    'queries.remove': ({ query_id }, { user_id }) =>
      serial(user_id, async () => {
        const all = await read(user_id)
        const others = all.filter(query => query.query_id !== query_id)
        return others.length === all.length ? missing() : write(user_id, others, null)
      }),
  }
}
