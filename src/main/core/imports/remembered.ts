// What a profile chose for a file's columns, by the set of columns: the next file of the same kind is read the same way.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { Mapping, SharedValues } from '../../../shared/domain/import-table.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { Log } from '../log/log.ts'
import { jsonPath, readJson, writeJson } from '../personal/files.ts'
import { createSerial } from '../serial.ts'

const MOST = 100
const Choice = z.strictObject({ key: z.string().max(64), mapping: Mapping, shared: SharedValues })
/** The one used last comes first. */
const Choices = z.strictObject({ choices: z.array(Choice).max(MOST) })
export type Choice = Pick<z.infer<typeof Choice>, 'mapping' | 'shared'>

/** The same for the same columns in any order. */
const keyOf = (columns: readonly string[]) =>
  createHash('sha256')
    .update(JSON.stringify([...columns].sort()))
    .digest('hex')

export type Remembered = {
  of(user_id: string, columns: readonly string[]): Promise<Choice | null>
  /** Never rejects and never refuses: an import that is done isn't undone for this. */
  keep(user_id: string, choice: Choice): Promise<void>
}

export function createRemembered(deps: { workspace: string; log: Log }): Remembered {
  const folder = join(deps.workspace, '_meta', 'imports')
  const serial = createSerial()
  const pathOf = (user_id: string) => jsonPath(folder, user_id)
  const parse = (value: unknown) => parseInput(Choices, value)
  const read = async (user_id: string) => (await readJson(pathOf(user_id), parse, deps.log))?.choices ?? []

  return {
    async of(user_id, columns) {
      const key = keyOf(columns)
      const choices = await serial(user_id, () => read(user_id))
      return choices.find(choice => choice.key === key) ?? null
    },
    async keep(user_id, { mapping, shared }) {
      const key = keyOf(Object.keys(mapping))
      await serial(user_id, async () => {
        const others = (await read(user_id)).filter(choice => choice.key !== key)
        const choices = [{ key, mapping, shared }, ...others].slice(0, MOST)
        const written = await writeJson(pathOf(user_id), { choices })
        if (!written.ok) deps.log.warn('import.not_remembered', { code: written.error.code })
      })
    },
  }
}
