// What differs between two versions of a platform, as paths.
import { sameJson } from './diff.ts'
import type { Platform } from './platform.ts'

/** When it was delivered to, and how that went, is no edit: it is told by its runs. */
const PLAIN = ['name', 'status', 'notes', 'deleted'] as const

function nested(
  group: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
) {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys.filter(key => !sameJson(before[key], after[key])).map(key => `${group}.${key}`)
}

/** `name`, `settings.region`, `credential_fields.access_token`, `connection` …, in the order of the record. */
export function changedPlatformFields(before: Platform, after: Platform): string[] {
  return [
    ...PLAIN.filter(field => !sameJson(before[field], after[field])),
    ...nested('credential_fields', before.credential_fields, after.credential_fields),
    ...nested('settings', before.settings, after.settings),
    ...(sameJson(before.connection, after.connection) ? [] : ['connection']),
  ]
}
