// The benchmark's audiences: generated ones as the store keeps them.
import { type GeneratedAudience, generateAudiences } from '../../scripts/sample/generate.ts'
import type { Audience } from '../../src/shared/domain/audience.ts'
import { AudienceInput } from '../../src/shared/domain/audience.ts'
import { settle } from '../../src/shared/domain/audience-rules.ts'
import { newId } from '../../src/shared/domain/ids.ts'

export const OWNER = 'bench'
export type NewAudience = Omit<Audience, 'version'>

function recordOf({ audience_id, created_at, updated_at, ...content }: GeneratedAudience): NewAudience {
  return {
    audience_id,
    // Generated content is complete; parsing a million of them would only cost time.
    ...settle(content as AudienceInputParsed),
    user_id: OWNER,
    created_at,
    updated_at,
    deleted: false,
    changed_by: OWNER,
    change_note: null,
  }
}
type AudienceInputParsed = ReturnType<typeof AudienceInput.parse>

export function* records(count: number, seed: number): Generator<NewAudience> {
  let checked = false
  for (const generated of generateAudiences(count, seed)) {
    const record = recordOf(generated)
    if (!checked) {
      const { audience_id, created_at, updated_at, ...content } = generated
      AudienceInput.parse(content)
      checked = true
    }
    yield record
  }
}

/** Fresh audiences of about 3 kB that are in no workspace yet. */
export function freshRecords(count: number, seed: number): NewAudience[] {
  const now = new Date().toISOString()
  return [...records(count, seed)].map(record => ({
    ...record,
    audience_id: newId('audience'),
    created_at: now,
    updated_at: now,
  }))
}
