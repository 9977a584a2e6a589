// What the reference system's calls share: their pages, and that they know no trash.
import * as z from 'zod'
import { fail, type Result } from '../../shared/errors.ts'

/** A larger `limit` is served as this one: the reference's scripts ask for 1,000 and read what comes. */
const MAX_LIMIT = 500
const DEFAULT_LIMIT = 100

export const WHOLE_NUMBER = /^\d{1,9}$/
export const MOST_WHOLE_NUMBER = 999_999_999

/** A number of a query, 0 to 999,999,999. */
export const wholeNumber = z.string().regex(WHOLE_NUMBER, 'must be a whole number').transform(Number)

/** A version of a record: 1, 2, 3 … */
export const expected_version = z.number().int().min(1).optional()

/** What every list takes. An empty cursor is none. */
export const pageFields = {
  limit: wholeNumber
    .refine(limit => limit >= 1, 'must be at least 1')
    .transform(limit => Math.min(limit, MAX_LIMIT))
    .default(DEFAULT_LIMIT),
  cursor: z.string().optional(),
}

/** What every list answers besides its records. */
export const pageAnswer = { count: z.number().int(), next_cursor: z.string().nullable() }

/** A condition of a query that is left empty is none. */
export const unlessEmpty = (raw: unknown) => (raw === '' ? undefined : raw)

/** A condition of a query: left out or left empty it is none, and `ours` puts older callers' words into ours. */
export const orNone = <S extends z.ZodType>(schema: S, ours: (raw: unknown) => unknown = raw => raw) =>
  z.preprocess(raw => unlessEmpty(ours(raw)), schema.optional()).optional()

/** A record in the trash doesn't exist for the reference's callers. `what` is its kind: `audience`. */
export function living<T extends { deleted: boolean }>(found: Result<T>, what: string): Result<T> {
  if (!found.ok || !found.value.deleted) return found
  return fail('not_found', `There is no such ${what}`, { hint: 'It is in the trash.' })
}
