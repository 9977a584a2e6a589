// What saving sends: whole for a new platform, only changes for one that is there, secrets once and only when touched.
import { describe, expect, it } from 'vitest'
import {
  emptyForm,
  type Form,
  formOfPlatform,
  isDirty,
} from '../../../src/renderer/pages/platform-edit/model/form.ts'
import {
  fieldsAfter,
  inputOf,
  isEmptyPatch,
  patchOf,
} from '../../../src/renderer/pages/platform-edit/model/input.ts'
import { createSecrets } from '../../../src/renderer/pages/platform-edit/model/secrets.ts'
import { PlatformInput } from '../../../src/shared/domain/platform.ts'
import { applyPlatformPatch } from '../../../src/shared/domain/platform-rules.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { desk, linkedin, noSecrets, secretsOf, ttd } from './platforms.ts'

const SECRET = 'synthetic-token-0123456789'
const baseline = formOfPlatform(ttd, desk)
const edited = (change: Partial<Form>): Form => ({ ...baseline, ...change })
const setting = (key: string, text: string) => edited({ settings: { ...baseline.settings, [key]: text } })
const typed = { token: { act: 'set' as const, edit: 3 } }

describe('a new platform', () => {
  it.each(Object.values(PLATFORM_DEFINITIONS))(
    'of $type begins with the defaults that the core would fill in',
    definition => {
      const form = { ...emptyForm(definition), name: 'New account' }
      const input = inputOf(definition, form, noSecrets)
      const parsed = PlatformInput.parse(input)
      const bare = PlatformInput.parse({ name: 'New account', platform_type: definition.type })
      expect(parsed).toEqual(bare)
    },
  )

  it('sends what was typed, trimmed, numbers as numbers and the rate as a part of one', () => {
    const form: Form = {
      ...emptyForm(ttd),
      name: '  Desk ',
      match_rate: '38,5 %',
      secrets: typed,
      settings: { ...emptyForm(ttd).settings, advertiser_id: ' a1 ', size_floor: '2,000' },
    }
    const input = inputOf(ttd, form, secretsOf({ token: SECRET }))
    expect(input).toMatchObject({
      name: 'Desk',
      settings: { advertiser_id: 'a1', size_floor: 2_000, default_match_rate: 0.385 },
      credentials: { token: SECRET },
    })
    expect(input.settings).not.toHaveProperty('region')
  })

  it('sends no credential when it is saved without the secrets', () => {
    const form = { ...emptyForm(ttd), name: 'Desk', secrets: typed }
    expect(inputOf(ttd, form, null).credentials).toEqual({})
  })
})

describe('an edit', () => {
  it('of nothing sends nothing, and isn’t dirty', () => {
    expect(isEmptyPatch(patchOf(ttd, baseline, baseline, noSecrets))).toBe(true)
    expect(isDirty(baseline, baseline)).toBe(false)
    expect(isDirty(edited({ change_note: 'only a note' }), baseline)).toBe(false)
  })

  it.each<[string, Form, object]>([
    ['name', edited({ name: 'Desk two ' }), { name: 'Desk two' }],
    ['notes', edited({ notes: 'Ask Ana' }), { notes: 'Ask Ana' }],
    ['a setting', setting('advertiser_id', 'b2'), { settings: { advertiser_id: 'b2' } }],
    ['a number', setting('batch_size', '5 000'), { settings: { batch_size: 5_000 } }],
    ['an emptied setting', setting('api_version', ' '), { settings: { api_version: null } }],
    ['a rate', edited({ match_rate: '45' }), { settings: { default_match_rate: 0.45 } }],
    ['refresh', edited({ auto_refresh: true }), { settings: { auto_refresh: true } }],
    ['frequency', edited({ refresh_frequency: 'daily' }), { settings: { refresh_frequency: 'daily' } }],
    ['a secret', edited({ secrets: typed }), { credentials: { token: SECRET } }],
    [
      'a removed secret',
      edited({ secrets: { token: { act: 'remove', edit: 1 } } }),
      { credentials: { token: null } },
    ],
  ])('of %s sends only that', (_what, form, patch) => {
    expect(patchOf(ttd, form, baseline, secretsOf({ token: SECRET }))).toEqual(patch)
    expect(isDirty(form, baseline)).toBe(true)
  })

  it('takes an emptied rate back to the type’s own', () => {
    const before = { ...baseline, match_rate: '45' }
    expect(patchOf(ttd, baseline, before, noSecrets)).toEqual({ settings: { default_match_rate: null } })
  })

  it('leaves settings that this version doesn’t know as they are', () => {
    const patch = patchOf(ttd, setting('advertiser_id', 'b2'), baseline, noSecrets)
    const applied = applyPlatformPatch(desk, patch)
    expect(applied).toMatchObject({ ok: true, value: { content: { settings: { older_setting: 'kept' } } } })
  })

  it('leaves secrets out when it is saved without them', () => {
    expect(patchOf(ttd, edited({ secrets: typed }), baseline, null)).toEqual({})
  })
})

describe('secrets', () => {
  it('are never in the form, which says only what is done with them', () => {
    const secrets = createSecrets()
    secrets.set('token', SECRET)
    expect(JSON.stringify(edited({ secrets: typed }))).not.toContain(SECRET)
    expect(secrets.get('token')).toBe(SECRET)
    secrets.wipe()
    expect(secrets.get('token')).toBe('')
  })

  it('are forgotten when their field is emptied', () => {
    const secrets = createSecrets()
    secrets.set('token', SECRET)
    secrets.set('token', '')
    expect(secrets.get('token')).toBe('')
  })

  it('count as set or missing as they will be after saving', () => {
    const form: Form = {
      ...emptyForm(linkedin),
      secrets: { access_token: { act: 'remove', edit: 1 }, client_id: { act: 'set', edit: 1 } },
    }
    const after = fieldsAfter(linkedin, form, {
      access_token: { state: 'set' },
      client_secret: { state: 'set', last4: '1234' },
    })
    expect(Object.entries(after).map(([key, { state }]) => `${key} ${state}`)).toEqual([
      'access_token missing',
      'client_id set',
      'client_secret set',
      'refresh_token missing',
    ])
  })
})
