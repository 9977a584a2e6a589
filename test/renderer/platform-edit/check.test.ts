// Complaints of the form: the same as the core's, and only about what was changed.
import { describe, expect, it } from 'vitest'
import { checkForm } from '../../../src/renderer/pages/platform-edit/model/check.ts'
import { emptyForm, type Form, formOfPlatform } from '../../../src/renderer/pages/platform-edit/model/form.ts'
import { inputOf } from '../../../src/renderer/pages/platform-edit/model/input.ts'
import { parseNumber, parseRate } from '../../../src/renderer/pages/platform-edit/model/numbers.ts'
import { PlatformInput } from '../../../src/shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { desk, noSecrets, secretsOf, ttd } from './platforms.ts'

const empty = emptyForm(ttd)
const named = { ...empty, name: 'Desk' }
const withSetting = (key: string, text: string): Form => ({
  ...named,
  settings: { ...named.settings, [key]: text },
})
const complaints = (form: Form, baseline = empty) =>
  Object.fromEntries(checkForm(ttd, form, baseline, noSecrets))

it('asks of an empty form nothing but a name: the rest may follow', () => {
  expect(complaints(empty)).toEqual({ name: 'must not be empty' })
})

it.each<[string, Form, string, string]>([
  ['an id of the wrong form', withSetting('advertiser_id', 'a b'), 'settings.advertiser_id', 'letters'],
  ['a number that is none', withSetting('batch_size', 'many'), 'settings.batch_size', 'must be a number'],
  ['a number too small', withSetting('batch_size', '0'), 'settings.batch_size', 'must be at least 1'],
  ['a broken number', withSetting('batch_size', '1.5'), 'settings.batch_size', 'must be a whole number'],
  ['a rate that is none', { ...named, match_rate: 'half' }, 'settings.default_match_rate', 'percentage'],
  ['a rate above all', { ...named, match_rate: '120' }, 'settings.default_match_rate', 'from 0 to 100'],
  ['a rate below none', { ...named, match_rate: '-1' }, 'settings.default_match_rate', 'from 0 to 100'],
  ['a long name', { ...named, name: 'x'.repeat(201) }, 'name', 'at most 200'],
  ['long notes', { ...named, notes: 'x'.repeat(10_001) }, 'notes', 'at most 10,000'],
  ['a long note', { ...named, change_note: 'x'.repeat(501) }, 'change_note', 'at most 500'],
])('names %s', (_what, form, control, words) => {
  const found = complaints(form)
  expect(Object.keys(found)).toEqual([control])
  expect(found[control]).toContain(words)
})

it('checks a secret that was typed, and never repeats it', () => {
  const { webhook } = PLATFORM_DEFINITIONS
  const form: Form = { ...emptyForm(webhook), name: 'Hook', secrets: { secret: { act: 'set', edit: 1 } } }
  const found = checkForm(webhook, form, emptyForm(webhook), secretsOf({ secret: 'short-one' }))
  expect([...found.keys()]).toEqual(['credentials.secret'])
  expect(JSON.stringify([...found])).not.toContain('short-one')
})

it('lets a kept value stand that no longer passes, until it is changed', () => {
  const old = formOfPlatform(ttd, { ...desk, settings: { ...desk.settings, advertiser_id: 'not valid!' } })
  expect(complaints({ ...old, name: 'New name' }, old)).toEqual({})
  const changed = { ...old, settings: { ...old.settings, advertiser_id: 'not valid?' } }
  expect(Object.keys(complaints(changed, old))).toEqual(['settings.advertiser_id'])
})

/** For each field of each type: a value that the form passes is one that the core takes, and the other way round. */
describe.each(Object.values(PLATFORM_DEFINITIONS))('agrees with the core on $type', definition => {
  const TEXTS = ['1234567890', '123-456-7890', 'abc', 'v3', '202606', 'US', 'https://hooks.example.com/in']
  const MORE = ['/mnt/share', 'relative/path', '0', '5000', '1e9', '-3', 'EmailHashedUnifiedId2', 'na', 'csv']
  it.each(definition.settings.flatMap(({ key }) => [...TEXTS, ...MORE].map(text => [key, text] as const)))(
    '%s: %j',
    (key, text) => {
      const start = emptyForm(definition)
      const form: Form = { ...start, name: 'Account', settings: { ...start.settings, [key]: text } }
      const here = checkForm(definition, form, start, noSecrets).size === 0
      expect(PlatformInput.safeParse(inputOf(definition, form, noSecrets)).success).toBe(here)
    },
  )
})

describe('numbers', () => {
  it.each([
    ['1500', 1_500],
    ['1,500', 1_500],
    ['1.500', 1_500],
    ['1 500', 1_500],
    ['1’500', 1_500],
    ['12,00,000', 1_200_000],
    ['2.5', 2.5],
    ['2,5', 2.5],
    ['-3', -3],
  ])('%j is %d', (text, value) => expect(parseNumber(text)).toBe(value))
  it.each(['', 'many', '1,2,3', '1..2', '5x', '-', '1e3'])('%j can’t be read', text =>
    expect(parseNumber(text)).toBeNaN(),
  )
  it.each([
    ['45', 0.45],
    ['38.5', 0.385],
    ['38,5 %', 0.385],
    ['100%', 1],
    ['33.3333', 0.333333],
  ])('%j is the part %d', (text, value) => expect(parseRate(text)).toBe(value))
})
