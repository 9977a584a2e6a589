// One record with all its fields.
import { ok } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT } from '../command.ts'
import { print, printable, printJson } from '../say.ts'
import { withSession } from '../session.ts'
import { recordOf } from './entities.ts'

const isEmpty = (value: unknown) =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

/** A line for each field; what has an inside is JSON. Fields that say nothing are left out. */
export function fieldsText(record: object): string {
  const fields = Object.entries(record).filter(([, value]) => !isEmpty(value))
  const width = Math.max(0, ...fields.map(([name]) => name.length))
  const text = (value: unknown) =>
    printable(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(
      '\n',
      `\n${' '.repeat(width + 2)}`,
    )
  return fields.map(([name, value]) => `${name.padEnd(width)}  ${text(value)}\n`).join('')
}

export const SHOW: Command = {
  summary: 'Show one audience, platform or distribution',
  words: [{ name: 'ID', says: 'Id of the record, as list tells it' }],
  options: COMMON,
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const found = await recordOf(session, given.words[0] ?? '')
      if (!found.ok) return found
      const { record } = found.value
      if (given.is('json')) await printJson(record)
      else await print(fieldsText(record))
      return ok(EXIT.done)
    }),
}
