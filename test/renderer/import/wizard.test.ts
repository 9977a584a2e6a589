// What the import's form still needs, and of which file.
import { describe, expect, it } from 'vitest'
import {
  type ChosenFile,
  emptyWizard,
  missingInColumns,
  missingText,
  type Wizard,
} from '../../../src/renderer/pages/import/model/wizard.ts'
import type { ImportTarget } from '../../../src/shared/domain/import-table.ts'

function file(name: string, targets: readonly ImportTarget[]): ChosenFile {
  const columns = targets.map(
    target => ({ name: `${target} of ${name}`, type: 'text', filled: 1, target }) as const,
  )
  const reading = { format: 'csv', encoding: 'utf-8', delimiter: ',', header: true, sheet: null } as const
  const seen = { file_token: name, name, bytes: 1, reading, sheets: [], columns: [...columns], rows: [] }
  const rest = { rows_seen: 0, more: false, errors: [], remembered: false, shared: {} }
  return { file_token: name, name, bytes: 1, seen: { ...seen, ...rest }, error: null }
}
const wizard = (files: readonly ChosenFile[], data_type: Wizard['shared']['data_type'] = ''): Wizard => ({
  ...emptyWizard(),
  files,
  shared: { ...emptyWizard().shared, data_type },
})
const whole = file('whole.csv', ['name', 'data_type'])

describe('what the columns still need', () => {
  it.each<[string, Wizard, ReturnType<typeof missingInColumns>]>([
    ['nothing', wizard([whole]), null],
    ['nothing where rows name audiences by their id', wizard([file('a.csv', ['audience_id', 'tags'])]), null],
    ['a name', wizard([file('a.csv', ['data_type'])]), { what: 'name', file: null }],
    ['a type', wizard([file('a.csv', ['name'])]), { what: 'type', file: null }],
    ['no type where all rows have one', wizard([file('a.csv', ['name'])], 'first_party'), null],
    ['the name of one of several', wizard([whole, file('b.csv', ['tags'])]), { what: 'name', file: 'b.csv' }],
    ['the type of one of several', wizard([file('b.csv', ['name']), whole]), { what: 'type', file: 'b.csv' }],
  ])('%s', (_what, given, expected) => {
    expect(missingInColumns(given)).toEqual(expected)
  })

  it('is said, with the file where there are several', () => {
    expect(missingText({ what: 'name', file: null })).toBe('Choose the column that has the names')
    expect(missingText({ what: 'name', file: 'b.csv' })).toBe('b.csv: Choose the column that has the names')
  })
})
