// What a type will ask for before an account of it can be used.
import type { PlatformDefinition } from '../../../../shared/platforms/definition.ts'

/** Labels of the first way to sign in, then of settings that are needed and have no default. */
export function asksFor(definition: PlatformDefinition): string[] {
  const [first] = definition.credential_sets
  const keys = new Set(first?.fields ?? [])
  return [
    ...definition.credentials.filter(({ key }) => keys.has(key)),
    ...definition.settings.filter(field => field.required && field.default === undefined),
  ].map(({ label }) => label)
}
