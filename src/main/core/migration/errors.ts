// What goes wrong around a migration, and what it says.
import { type Fail, fail } from '../../../shared/errors.ts'

export const migrationCancelled = (): Fail =>
  fail('cancelled', 'The migration was cancelled. What was taken over by then stays.', {
    hint: 'Start it again to go on: what is here already is left as it is.',
  })

/** A file that can't be read to its end. The reason is in our words: DuckDB's may quote what the file holds. */
export class BrokenFile extends Error {
  readonly reason: string
  constructor(error: unknown) {
    const reason = whyUnreadable(error)
    super(reason)
    this.reason = reason
  }
}

export function whyUnreadable(error: unknown): string {
  if (error instanceof BrokenFile) return error.reason
  const text = error instanceof Error ? error.message : ''
  if (/too small|magic bytes|footer/i.test(text)) return 'is not a whole Parquet file'
  if (/permission (?:denied|error)|cannot open file|no files found/i.test(text))
    return 'can’t be opened: it isn’t there, lies outside of the folder, or the system refuses access'
  if (/utf-?8|unicode/i.test(text)) return 'holds text that is not UTF-8'
  return 'can’t be read: it is damaged, or of a kind of Parquet that isn’t known here'
}
