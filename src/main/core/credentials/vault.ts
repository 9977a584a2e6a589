// The vault's rules, the same wherever the secrets are: what may be kept, what may be shown, and how values are lent.
import { inspect } from 'node:util'
import { invalid, ok, type Result } from '../../../shared/errors.ts'
import type { SecretState, Vault } from './face.ts'
import { scrubError } from './scrub.ts'
import type { Shelf } from './shelf.ts'

/** Bytes of UTF-8. The longest credentials there are (a service account's JSON) have about 2,500. */
export const MAX_VALUE_BYTES = 16_384
/** Of a shorter value four characters would be too large a share. */
const LAST4_FROM = 12

/** By code points, so that no character is cut in two. */
export function last4Of(value: string): string | undefined {
  const characters = Array.from(value)
  if (characters.length < LAST4_FROM) return undefined
  const last = characters.slice(-4).join('')
  // The record's schema counts UTF-16 units, of which such characters have two.
  return last.length === 4 ? last : undefined
}

function stateOf(value: string | undefined): SecretState {
  if (value === undefined) return { state: 'missing' }
  const last4 = last4Of(value)
  return last4 === undefined ? { state: 'set' } : { state: 'set', last4 }
}

/** Why a value can't be kept as it is; null when it can. */
function problemOf(value: string): string | null {
  if (value === '') return 'is empty'
  // Linux keyrings end a value at NUL; half of a surrogate pair has no UTF-8 form.
  if (value.includes('\0') || !value.isWellFormed()) return 'contains a character that can’t be kept'
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES) {
    return `is longer than ${MAX_VALUE_BYTES.toLocaleString('en-US')} bytes`
  }
  return null
}

/** The values by field, frozen, and silent when printed, logged or turned into JSON. */
function lend(values: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const record = Object.fromEntries(values)
  const silent = () => '[credentials]'
  Object.defineProperty(record, 'toJSON', { value: silent })
  Object.defineProperty(record, inspect.custom, { value: silent })
  return Object.freeze(record)
}

export function vaultOn(shelf: Shelf): Vault {
  return {
    state: () => shelf.state(),

    async set(owner, platform_id, values) {
      const entries = Object.entries(values)
      const problems = entries.flatMap(([field, value]) => {
        const problem = problemOf(value)
        return problem === null ? [] : [{ path: `credentials.${field}`, message: `The value ${problem}` }]
      })
      if (problems.length > 0) return invalid(problems)
      return entries.length === 0 ? ok(null) : shelf.write({ owner, platform_id }, new Map(entries))
    },

    async has(owner, platform_id, fields): Promise<Result<Record<string, SecretState>>> {
      const read = await shelf.read({ owner, platform_id }, fields)
      if (!read.ok) return read
      return ok(Object.fromEntries(fields.map(field => [field, stateOf(read.value.get(field))])))
    },

    async clear(owner, platform_id, fields) {
      return fields?.length === 0 ? ok(null) : shelf.remove({ owner, platform_id }, fields)
    },

    async use(owner, platform_id, fields, work) {
      const read = await shelf.read({ owner, platform_id }, fields)
      if (!read.ok) return read
      try {
        return ok(await work(lend(read.value)))
      } catch (thrown) {
        throw scrubError(thrown, [...read.value.values()])
      }
    },
  }
}
