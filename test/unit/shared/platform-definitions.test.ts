// The platform types as tables: each is complete, says where its figures come from, and marks what isn't certain.
import { describe, expect, it } from 'vitest'
import { PLATFORM_TYPES } from '../../../src/shared/domain/platform.ts'
import {
  type FieldDefinition,
  PLATFORM_DEFINITIONS,
  type PlatformDefinition,
} from '../../../src/shared/platforms/definition.ts'
import { NORMALISE_STEPS } from '../../../src/shared/platforms/normalise-steps.ts'

const all = PLATFORM_TYPES.map(type => [type, PLATFORM_DEFINITIONS[type]] as const)
const fieldsOf = (definition: PlatformDefinition): readonly FieldDefinition[] => [
  ...definition.credentials,
  ...definition.settings,
]

/** Every text of a definition, with its path. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return []
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, `${path}.${key}`))
}

/** Every part of a definition that states something and on which ground. */
function figuresOf(value: unknown): { basis: string; source: unknown; words: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(figuresOf)
  if (!('basis' in value && 'source' in value)) return inner
  const words = textsOf(value)
    .map(([, text]) => text)
    .join(' ')
  return [{ basis: String(value.basis), source: value.source, words }, ...inner]
}

describe.each(all)('%s', (type, definition) => {
  it('is filed under its own type and has a name and a sentence', () => {
    expect(definition.type).toBe(type)
    expect(definition.name).not.toBe('')
    expect(definition.about).toMatch(/^[A-Z].+\.$/)
  })

  it('has well-named fields that tell what they are for and where to find them', () => {
    const fields = fieldsOf(definition)
    expect(new Set(fields.map(field => field.key)).size).toBe(fields.length)
    for (const field of fields) {
      expect(field.key).toMatch(/^[a-z][a-z0-9_]{1,39}$/)
      expect(field.label).not.toBe('')
      expect(field.help).toMatch(/\.$/)
      expect(field.where.length).toBeGreaterThan(5)
    }
  })

  it('says in words what a pattern asks for', () => {
    for (const field of fieldsOf(definition)) {
      expect(Boolean(field.pattern), field.key).toBe(Boolean(field.rule))
      if (field.rule) expect(field.rule).toMatch(/^must be /)
    }
  })

  it('offers choices exactly for choices, and a default that is one of them', () => {
    for (const field of fieldsOf(definition)) {
      const values = field.choices?.map(choice => choice.value) ?? []
      expect(values.length > 0, field.key).toBe(field.kind === 'choice')
      expect(new Set(values).size).toBe(values.length)
      if (field.kind === 'choice' && field.default !== undefined) expect(values).toContain(field.default)
    }
  })

  it('bounds every number, and has defaults and examples that pass its own checks', () => {
    for (const field of fieldsOf(definition)) {
      if (field.kind === 'number') {
        const { min = Number.NaN, max = Number.NaN, default: value = min } = field
        expect(min).toBeLessThan(max)
        expect(value).toBeGreaterThanOrEqual(min)
        expect(value).toBeLessThanOrEqual(max)
      }
      for (const sample of [field.kind === 'number' ? undefined : field.default, field.placeholder])
        if (sample !== undefined && field.pattern)
          expect(String(sample).replace(field.strip ?? /$^/, '')).toMatch(field.pattern)
    }
  })

  it('keeps secrets among the credentials, and only them', () => {
    const suspicious = /token|secret|password|private|api_key/
    for (const field of definition.credentials)
      expect(field.kind, field.key).toBe(suspicious.test(field.key) ? 'secret' : 'text')
    for (const field of definition.settings) {
      expect(field.kind, field.key).not.toBe('secret')
      expect(field.key).not.toMatch(suspicious)
    }
    for (const field of definition.credentials) {
      expect(field.default).toBeUndefined()
      expect(field.placeholder).toBeUndefined()
    }
  })

  it('keeps ids as text, so that those beyond 2^53 stay exact', () => {
    for (const field of fieldsOf(definition).filter(one => /(^|_)id$/.test(one.key) && one.kind !== 'text')) {
      expect(field.kind).toBe('id')
      expect(typeof (field.placeholder ?? '')).toBe('string')
      expect('9007199254740993'.replace(field.strip ?? /$^/, '')).toBe('9007199254740993')
    }
  })

  it('has sign-in sets of its own credentials, and requires what all of them hold', () => {
    const keys = definition.credentials.map(field => field.key)
    const sets = definition.credential_sets
    expect(sets.length).toBeGreaterThan(0)
    for (const set of sets) for (const key of set.fields) expect(keys).toContain(key)
    for (const field of definition.credentials) {
      expect(sets.some(set => set.fields.includes(field.key))).toBe(true)
      expect(field.required, field.key).toBe(sets.every(set => set.fields.includes(field.key)))
    }
  })

  it('takes addresses over https alone, and a version as a setting where it has an API', () => {
    const version = definition.settings.find(field => field.key === 'api_version')
    expect(version?.default).toBe(definition.api?.version)
    if (!definition.api) return
    const { base_urls, token_urls } = definition.api
    for (const url of [...Object.values(base_urls), ...Object.values(token_urls ?? {})])
      expect(url).toMatch(/^https:\/\/[a-z0-9.-]+(\/[\w/]+)?$/)
    const regions = definition.settings.find(field => field.key === 'region' && field.kind === 'choice')
    const names = regions?.choices?.map(choice => choice.value) ?? ['default']
    expect(Object.keys(base_urls)).toEqual(names)
    if (token_urls) expect(Object.keys(token_urls)).toEqual(names)
    expect(Boolean(token_urls)).toBe(definition.credentials.some(field => field.key === 'refresh_token'))
  })

  it('starts the floor and the batch where its facts say', () => {
    const setting = (key: string) => definition.settings.find(field => field.key === key)
    expect(setting('size_floor')?.default ?? null).toBe(definition.size_floor.records)
    expect(setting('batch_size')?.default ?? null).toBe(definition.batch.records)
    if (definition.batch.basis === 'platform')
      expect(setting('batch_size')?.max).toBe(definition.batch.records)
  })

  it('gives a source for every figure that is not our own choice, and says what is not confirmed', () => {
    const figures = figuresOf(definition)
    expect(figures.length).toBeGreaterThan(3)
    for (const { basis, source, words } of figures) {
      if (basis === 'own') expect(source).toBeNull()
      else expect(new URL(String(source)).protocol, words).toBe('https:')
      if (basis === 'unconfirmed') expect(words).toContain('not confirmed')
    }
    if (definition.api) expect(new URL(definition.api.source).protocol).toBe('https:')
  })

  it('names only steps that are known, and hashes with bytes in a named form', () => {
    expect(definition.hashing.length).toBeGreaterThan(0)
    for (const rule of definition.hashing) {
      for (const step of rule.steps) expect(NORMALISE_STEPS[step]).toBeTruthy()
      expect(rule.encoding === 'plain').toBe(rule.algorithm === 'none')
    }
  })
})

describe('what differs between platforms', () => {
  it('The Trade Desk alone takes Base64 of the hash’s bytes', () => {
    const base64 = all.filter(([, one]) => one.hashing.some(rule => rule.encoding === 'base64'))
    expect(base64.map(([type]) => type)).toEqual(['the_trade_desk'])
  })

  it('the floors and batches are those of the research', () => {
    const figures = all.map(([type, one]) => [
      type,
      one.size_floor.records,
      one.batch.records,
      one.batch.bytes,
      one.match_rate.reported,
    ])
    expect(figures).toEqual([
      ['the_trade_desk', 1_500, 10_000, 100_000_000, 'never'],
      ['google_ads', 100, 10_000, null, 'by_api'],
      ['meta', 100, 10_000, null, 'derived'],
      ['amazon_dsp', null, 6_000, 1_000_000, 'never'],
      ['linkedin', 300, 5_000, null, 'by_api'],
      ['tiktok', 1_000, 1_000, 1_000_000, 'never'],
      ['folder', null, null, null, 'never'],
      ['webhook', null, 1_000, 1_000_000, 'never'],
    ])
  })

  it('LinkedIn starts with a version that hasn’t ended, and can be signed in to in two ways', () => {
    const { api, credential_sets } = PLATFORM_DEFINITIONS.linkedin
    expect(Number(api?.version)).toBeGreaterThanOrEqual(202_512)
    expect(credential_sets.map(set => set.fields.length)).toEqual([1, 3])
  })
})
