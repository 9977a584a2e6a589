// What a person set up for themselves: theme, density, where they were, how their views look.
import { join } from 'node:path'
import { Preferences } from '../../../shared/contract/workspace.ts'
import { invalid, ok } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Log } from '../log/log.ts'
import { createSerial } from '../serial.ts'
import { jsonPath, readJson, writeJson } from './files.ts'

const MAX_BYTES = 256_000

export function createPreferences(deps: { workspace: string; log: Log }): {
  handlers: HandlersOf<'preferences'>
  /** As `preferences.get`, for the other services. */
  of(user_id: string): Promise<Preferences>
} {
  const folder = join(deps.workspace, '_meta', 'preferences')
  const serial = createSerial()

  async function read(user_id: string): Promise<Preferences> {
    const parse = (value: unknown) => parseInput(Preferences, value)
    return (await readJson(jsonPath(folder, user_id), parse, deps.log)) ?? Preferences.parse({})
  }

  const of = (user_id: string) => serial(user_id, () => read(user_id))
  const handlers: HandlersOf<'preferences'> = {
    'preferences.get': async (_input, { user_id }) => ok(await of(user_id)),

    'preferences.set': (patch, { user_id }) =>
      serial(user_id, async () => {
        const { views, ...plain } = patch
        const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
        const current = await read(user_id)
        const next: Preferences = { ...current, ...given, views: { ...current.views, ...views } }
        if (Buffer.byteLength(JSON.stringify(next)) > MAX_BYTES)
          return invalid([{ path: 'views', message: `must be at most ${MAX_BYTES / 1000} kB in all` }])
        const written = await writeJson(jsonPath(folder, user_id), next)
        return written.ok ? ok(next) : written
      }),
  }
  return { handlers, of }
}
