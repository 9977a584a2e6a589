// The rules of platforms: what is missing, edits, copies, names, health.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  PLATFORM_TYPES,
  type PlatformConnection,
  PlatformInput,
  type PlatformPatch,
} from '../../../src/shared/domain/platform.ts'
import { health, PLATFORM_HEALTH, STALE_DAYS } from '../../../src/shared/domain/platform-health.ts'
import {
  acceptsDistributions,
  applyPlatformPatch,
  credentialFields,
  credentialState,
  duplicatePlatform,
  expectedMatchRate,
  freeName,
  missingLabels,
  nameKey,
  platformStatusOf,
  platformTypeOf,
  splitInput,
  UNTESTED,
} from '../../../src/shared/domain/platform-rules.ts'
import { fieldErrors } from '../../../src/shared/errors.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { platform } from '../../store/records.ts'

const NOW = new Date('2026-11-22T09:30:00.000Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString()
const OK: PlatformConnection = {
  state: 'ok',
  tested_at: daysAgo(1),
  account_label: 'Retail US',
  checked: [],
  error: null,
}
const seat = platform({
  platform_id: 'plat_1',
  credential_fields: { token: { state: 'set', last4: '9f31' } },
  connection: OK,
  settings: {
    auto_refresh: false,
    refresh_frequency: 'weekly',
    advertiser_id: 'abc123x',
    region: 'us-east',
    pii_type: 'EmailHashedUnifiedId2',
    api_version: 'v3',
    size_floor: 1_500,
    batch_size: 10_000,
    brief: { owner: 'Ann' },
  },
})

describe('names and words of older data', () => {
  it.each([
    ['facebook', 'meta'],
    [' Google ', 'google_ads'],
    ['the_trade_desk', 'the_trade_desk'],
    ['META', 'meta'],
    ['constructor', null],
    ['__proto__', null],
    ['', null],
    [7, null],
    [undefined, null],
  ])('%j is the type %s', (raw, type) => expect(platformTypeOf(raw)).toBe(type))

  it.each([
    ['connected', 'active'],
    ['active', 'active'],
    ['inactive', 'inactive'],
    ['pending', null],
    [null, null],
  ])('%j is the status %s', (raw, status) => expect(platformStatusOf(raw)).toBe(status))

  it('a name is taken whatever its case, spaces and composition', () => {
    const taken = new Set([nameKey('Café Seat')])
    expect(freeName(' CAFE\u0301 SEAT ', taken)).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(freeName('Café Seat 2', taken)).toEqual({ ok: true, value: null })
  })
})

describe('credentialState', () => {
  const set = { state: 'set' } as const
  const { linkedin, google_ads, folder } = PLATFORM_DEFINITIONS

  it.each([
    [linkedin, { access_token: set }, { state: 'complete', set: 'Access token' }],
    [
      linkedin,
      { client_id: set, client_secret: set, refresh_token: set },
      { state: 'complete', set: 'OAuth with refresh token' },
    ],
    [linkedin, {}, { state: 'incomplete', missing: ['access_token'] }],
    [google_ads, { client_id: set }, { state: 'incomplete', missing: ['client_secret', 'refresh_token'] }],
    [
      google_ads,
      { client_id: set, client_secret: set, refresh_token: { state: 'missing' as const } },
      { state: 'incomplete', missing: ['refresh_token'] },
    ],
    [folder, {}, { state: 'complete', set: 'None needed' }],
  ])('%#', (definition, fields, state) => expect(credentialState(definition, fields)).toEqual(state))

  it('is complete exactly when some set is, and what it calls missing completes it', () => {
    const keys = ['a', 'b', 'c', 'd', 'toString'] as const
    const credential_sets = fc.array(
      fc.record({ name: fc.string(), fields: fc.uniqueArray(fc.constantFrom(...keys)) }),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(credential_sets, fc.subarray([...keys]), (sets, have) => {
        const fields = Object.fromEntries(have.map(key => [key, set]))
        const state = credentialState({ credential_sets: sets }, fields)
        const whole = sets.some(one => one.fields.every(key => have.includes(key)))
        expect(state.state === 'complete').toBe(whole)
        if (state.state === 'complete') return
        const fewest = Math.min(...sets.map(one => one.fields.filter(key => !have.includes(key)).length))
        expect(state.missing).toHaveLength(fewest)
        const completed = { ...fields, ...Object.fromEntries(state.missing.map(key => [key, set])) }
        expect(credentialState({ credential_sets: sets }, completed).state).toBe('complete')
      }),
    )
  })

  it('lists each credential of a type, and none of another', () => {
    const known = { refresh_token: { state: 'set', last4: '9f31' }, token: set } as const
    expect(credentialFields(google_ads, known)).toEqual({
      client_id: { state: 'missing' },
      client_secret: { state: 'missing' },
      refresh_token: { state: 'set', last4: '9f31' },
    })
  })
})

describe('what is missing', () => {
  it.each(PLATFORM_TYPES)(
    'a new %s lacks all that it requires and has no default, by label',
    platform_type => {
      const definition = PLATFORM_DEFINITIONS[platform_type]
      const { settings } = PlatformInput.parse({ name: 'x', platform_type })
      const credential_fields = credentialFields(definition)
      const nearest = credentialState(definition, credential_fields)
      const missing = nearest.state === 'incomplete' ? nearest.missing : []
      expect(missingLabels({ platform_type, settings, credential_fields })).toEqual([
        ...definition.credentials.filter(one => missing.includes(one.key)).map(one => one.label),
        ...definition.settings.filter(one => one.required && one.default === undefined).map(one => one.label),
      ])
    },
  )

  it('nothing lacks from a complete one', () => expect(missingLabels(seat)).toEqual([]))

  it.each([
    [{}, null],
    [{ connection: { ...OK, state: 'failed' as const } }, null],
    [{ deleted: true }, '“Trade Desk, retail seat” is in the trash.'],
    [
      { status: 'inactive' as const },
      '“Trade Desk, retail seat” is inactive and takes no new distributions.',
    ],
    [{ credential_fields: {} }, '“Trade Desk, retail seat” is not complete: API token missing.'],
  ])('%j: new distributions are refused with %s', (over, message) => {
    const answer = acceptsDistributions({ ...seat, ...over })
    expect(answer.ok ? null : answer.error.message).toBe(message)
    if (!answer.ok) expect(answer.error.hint).toMatch(/\.$/)
  })

  it('expects the match rate of the settings, of the type, or none', () => {
    const common = { auto_refresh: false, refresh_frequency: 'weekly' } as const
    const rate = (platform_type: 'meta' | 'tiktok', settings: object) =>
      expectedMatchRate({ platform_type, settings: { ...common, ...settings } })
    expect(rate('meta', { default_match_rate: 0 })).toBe(0)
    expect(rate('meta', {})).toBe(0.4)
    expect(rate('tiktok', {})).toBeNull()
  })
})

describe('applyPlatformPatch', () => {
  const apply = (patch: PlatformPatch, current = seat) => {
    const result = applyPlatformPatch(current, patch)
    if (!result.ok) throw new Error(result.error.message)
    return result.value
  }
  const errorsOf = (patch: PlatformPatch) => {
    const result = applyPlatformPatch(seat, patch)
    return result.ok ? [] : fieldErrors(result.error).map(({ path, message }) => `${path} ${message}`)
  }

  it('changes nothing when nothing is given', () => {
    const { content, credentials, connection } = apply({})
    expect(content).toEqual({
      platform_type: seat.platform_type,
      name: seat.name,
      status: seat.status,
      notes: seat.notes,
      settings: seat.settings,
    })
    expect(credentials).toEqual({ set: {}, clear: [] })
    expect(connection).toBe(OK)
  })

  it('keeps the test’s verdict over a new name, notes and unknown or common settings', () => {
    const patch = { name: 'B', notes: 'n', settings: { brief: 1, auto_refresh: true, region: ' us-east ' } }
    expect(apply(patch).connection).toBe(OK)
    expect(apply(patch).content.settings).toEqual({ ...seat.settings, brief: 1, auto_refresh: true })
  })

  it.each<PlatformPatch>([
    { settings: { advertiser_id: 'other' } },
    { settings: { region: null } },
    { credentials: { token: 'a-new-token' } },
    { credentials: { token: null } },
  ])('forgets it when %j', patch => expect(apply(patch).connection).toEqual(UNTESTED))

  it('null takes a setting back to its default or away, and removes a credential', () => {
    const { content, credentials } = apply({
      settings: { batch_size: null, region: null, brief: null, default_match_rate: null },
      credentials: { token: null },
    })
    const { region, brief, ...rest } = seat.settings
    expect(content.settings).toEqual(rest)
    expect(credentials).toEqual({ set: {}, clear: ['token'] })
  })

  it('an empty credential leaves the one that is kept', () => {
    expect(apply({ credentials: { token: '' } }).credentials).toEqual({ set: {}, clear: [] })
  })

  it('names each bad field and repeats no value', () => {
    const secret = 'zq7-Secret'
    const patch = {
      settings: { advertiser_id: 'a b', batch_size: 0, size_floor: -5 },
      credentials: { token: `${secret}\n${secret}`, [secret]: secret },
    }
    expect(errorsOf(patch)).toEqual([
      'settings.advertiser_id must be 1 to 64 letters, digits, hyphens or underscores',
      'settings.size_floor must be at least 0',
      'settings.batch_size must be at least 1',
      'credentials.token must not contain control characters',
      'credentials has a field that is not known; The Trade Desk takes token',
    ])
    expect(JSON.stringify(applyPlatformPatch(seat, patch))).not.toContain(secret)
  })

  it('refuses settings that together are too large', () => {
    const current = { ...seat, settings: { ...seat.settings, a: 'x'.repeat(9_000) } }
    const result = applyPlatformPatch(current, { settings: { b: 'x'.repeat(9_000) } })
    expect(result.ok ? [] : fieldErrors(result.error)).toEqual([
      { path: 'settings', message: 'must be at most 16 kB of JSON' },
    ])
  })

  it('an older value that no longer passes blocks neither a new name nor another setting', () => {
    const old = { ...seat, settings: { ...seat.settings, advertiser_id: 'no longer good' } }
    expect(apply({ name: 'B' }, old).content.settings).toEqual(old.settings)
    expect(apply({ settings: { batch_size: 5 } }, old).content.settings).toEqual({
      ...old.settings,
      batch_size: 5,
    })
  })

  it('applied twice is applied once', () => {
    const patches = fc.record(
      {
        name: fc.constantFrom('A', 'B'),
        status: fc.constantFrom('active' as const, 'inactive' as const),
        settings: fc.dictionary(
          fc.constantFrom('brief', 'batch_size', 'size_floor', 'extra'),
          fc.option(fc.integer({ min: 1, max: 100 })),
        ),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(patches, patch => {
        const once = apply(patch)
        const twice = apply(patch, { ...seat, ...once.content, connection: once.connection })
        expect(twice.content).toEqual(once.content)
      }),
    )
  })
})

describe('duplicatePlatform', () => {
  it('copies the settings and no secret, under a free name', () => {
    const taken = new Set(['Trade Desk, Retail Seat', 'trade desk, retail seat (COPY)'].map(nameKey))
    const copy = duplicatePlatform(seat, taken)
    expect(copy.name).toBe('Trade Desk, retail seat (copy 2)')
    expect(copy.credential_fields).toEqual({ token: { state: 'missing' } })
    expect(copy).toMatchObject({ connection: UNTESTED, last_sync: null, sync_status: null })
    expect(copy.settings).toEqual(seat.settings)
    expect(copy.settings).not.toBe(seat.settings)
    expect(JSON.stringify(copy)).not.toContain('9f31')
  })

  it('finds a name that is free and short enough, however often it is done', () => {
    const names = fc.string({ minLength: 1, maxLength: 200 }).filter(name => name.trim() !== '')
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 12 }), (name, times) => {
        const taken = new Set([nameKey(name)])
        for (let n = 0; n < times; n++) {
          const copy = duplicatePlatform({ ...seat, name }, taken)
          expect(copy.name.length).toBeLessThanOrEqual(200)
          expect(freeName(copy.name, taken).ok).toBe(true)
          taken.add(nameKey(copy.name))
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('splitInput', () => {
  it('parts what is stored from what goes to the vault', () => {
    const input = PlatformInput.parse({
      name: 'x',
      platform_type: 'meta',
      credentials: { access_token: 'tok' },
    })
    const { content, credentials } = splitInput(input)
    expect(credentials).toEqual({ access_token: 'tok' })
    expect(content).not.toHaveProperty('credentials')
    expect(content.settings).toBe(input.settings)
  })
})

describe('health', () => {
  const failed = {
    ...OK,
    state: 'failed' as const,
    error: { code: 'unauthorized', message: 'The token has expired.', hint: 'Make a new one.' },
  }
  it.each([
    [{}, 'healthy', 'Connected as Retail US.'],
    [{ connection: { ...OK, account_label: null } }, 'healthy', 'Connected.'],
    [{ connection: { ...OK, tested_at: daysAgo(-3) } }, 'healthy', 'Connected as Retail US.'],
    [{ connection: { ...OK, tested_at: daysAgo(STALE_DAYS - 0.01) } }, 'healthy', 'Connected as Retail US.'],
    [
      { connection: { ...OK, tested_at: daysAgo(STALE_DAYS) } },
      'stale',
      'The last successful test was 7 days ago.',
    ],
    [
      { connection: UNTESTED },
      'untested',
      'The connection has not been tested since it was set up or changed.',
    ],
    [{ connection: failed }, 'failing', 'The token has expired.'],
    [{ connection: { ...failed, error: null } }, 'failing', 'The last connection test failed.'],
    [{ sync_status: 'failed' as const }, 'failing', 'The last delivery failed.'],
    [{ connection: failed, credential_fields: {} }, 'incomplete', 'Not complete: API token missing.'],
    [
      { connection: failed, status: 'inactive' as const },
      'inactive',
      'Inactive: it takes no new distributions.',
    ],
  ])('%j is %s', (over, state, sentence) => {
    expect(health({ ...seat, ...over }, NOW)).toMatchObject({ state, sentence })
  })

  it('always answers one of its states, in a sentence, with a next step unless it is healthy', () => {
    const connections = fc.record({
      state: fc.constantFrom('untested' as const, 'ok' as const, 'failed' as const),
      tested_at: fc.option(fc.integer({ min: -400, max: 400 }).map(daysAgo)),
      account_label: fc.option(fc.constant('Retail US')),
      checked: fc.constant<string[]>([]),
      error: fc.option(fc.constant({ code: 'c', message: 'It failed.' })),
    })
    const platforms = fc.record({
      status: fc.constantFrom('active' as const, 'inactive' as const),
      connection: connections,
      sync_status: fc.constantFrom(null, 'success' as const, 'failed' as const, 'pending' as const),
      credential_fields: fc.constantFrom({}, seat.credential_fields),
    })
    fc.assert(
      fc.property(platforms, over => {
        const answer = health({ ...seat, ...over }, NOW)
        expect(PLATFORM_HEALTH).toContain(answer.state)
        expect(answer.sentence).toMatch(/^\S.*\.$/)
        expect(answer.next_step === null).toBe(answer.state === 'healthy')
        if (answer.state === 'healthy') expect(over.connection.state).toBe('ok')
      }),
    )
  })

  it('says of a folder where it is connected to', () => {
    const folder = platform({
      platform_id: 'plat_1',
      platform_type: 'folder',
      credential_fields: {},
      settings: { path: '/mnt/share', auto_refresh: false, refresh_frequency: 'weekly', file_format: 'csv' },
      connection: { ...OK, account_label: '/mnt/share' },
    })
    expect(health(folder, NOW)).toEqual({
      state: 'healthy',
      sentence: 'Connected to /mnt/share.',
      next_step: null,
    })
  })
})
