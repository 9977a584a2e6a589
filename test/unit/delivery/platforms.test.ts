// Ad platforms: one object a run, whatever happens to the calls; then the steps by hand, and never a claim that isn't true.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deliver } from '../../../src/main/core/delivery/face.ts'
import { AMAZON } from '../../doubles/platforms/amazon.ts'
import { effects } from '../../doubles/platforms/effects.ts'
import { type HttpType, parted, VALID } from '../connectors/support.ts'
import { audienceOf, deliveryDoubles, inputFor } from './support.ts'

const { double, send, folder } = deliveryDoubles()

/** Those that make an object of their own. */
const MAKERS = ['the_trade_desk', 'meta', 'amazon_dsp', 'linkedin', 'tiktok'] as const satisfies HttpType[]
/** Those of them that can be asked whether an object of ours is there. */
const FINDERS = MAKERS.filter(type => type !== 'amazon_dsp')
const CREATE: Readonly<Record<(typeof MAKERS)[number], RegExp>> = {
  the_trade_desk: /^\/v3\/crmdata\/segment$/,
  meta: /customaudiences$/,
  amazon_dsp: /^\/amc\/audiences\/metadata$/,
  linkedin: /^\/rest\/dmpSegments$/,
  tiktok: /segment\/audience\/$/,
}
const packages = async () => (await readdir(folder())).filter(name => !name.startsWith('.'))

describe.each(MAKERS)('%s', type => {
  it('makes its object once and hands over with a package and steps', async () => {
    const done: string[] = []
    const answer = await send(type, { progress: (now, total) => done.push(`${now}/${total}`) })
    expect(effects.of(type)).toHaveLength(1)
    const [made] = effects.of(type)
    expect(answer).toMatchObject({
      state: 'waiting',
      platform_audience_id: made?.id,
      sent: { records: 0, files: [{}, {}, {}, { name: 'manifest.json' }] },
      handover: { package: join(folder(), '2026-03-04_Renters in Austin_dist_1.1') },
    })
    if (answer.state === 'failed') throw new Error('not delivered')
    const { reason, steps } = answer.handover ?? { reason: '', steps: [] }
    expect(reason).toContain(made?.id)
    expect(steps.some(step => step.includes(made?.id ?? '?'))).toBe(true)
    expect(steps.join(' ')).toMatch(/2,000 people/)
    expect(steps.join(' ')).toMatch(/SHA-256/)
    for (const step of [reason, ...steps]) expect(step).toMatch(/^[A-Z].*[.]$/)
    expect(await packages()).toHaveLength(1)
    expect(answer.sent.requests).toBe(double().received.length)
    expect(done).toEqual(['0/2', '1/2', '2/2'])
  })

  it('makes the folder of packages with the first of them', async () => {
    const first = join(folder(), 'deliveries')
    expect(await send(type, { folder: first })).toMatchObject({ state: 'waiting' })
    expect(await readdir(first)).toContain('2026-03-04_Renters in Austin_dist_1.1')
  })

  it('keeps the object of an earlier run', async () => {
    await send(type)
    const id = effects.of(type)[0]?.id ?? ''
    const answer = await send(type, { key: 'dist_2.1', previous_platform_audience_id: id })
    expect(answer).toMatchObject({ state: 'waiting', platform_audience_id: id })
    expect(effects.of(type)).toHaveLength(1)
  })

  it('says so when that object is gone, and makes no other', async () => {
    const answer = await send(type, { previous_platform_audience_id: '424242' })
    expect(answer).toMatchObject({ state: 'failed', cause: 'wrong_id', retryable: false })
    expect(answer.state === 'failed' && answer.error.message).toMatch(/424242, which an earlier run filled/)
    expect(effects.count()).toBe(0)
    expect(await packages()).toEqual([])
  })

  it.each(['..', '../x', 'a/b', '', 'x'.repeat(201), 'a\nb'])(
    'an earlier id like %j goes into no address',
    async id => {
      const answer = await send(type, { previous_platform_audience_id: id })
      if (id === '') expect(answer).toMatchObject({ state: 'waiting' })
      else expect(answer).toMatchObject({ state: 'failed', cause: 'wrong_id', retryable: false })
      expect(double().received.every(({ path }) => !/\.\.|%/.test(path))).toBe(true)
      expect(effects.count()).toBe(id === '' ? 1 : 0)
    },
  )

  it('resumed after the object was made and before that was kept: the same answer, no second object', async () => {
    const first = await send(type)
    const { sent, ...outcome } = await send(type, { resumed: true })
    expect(outcome).toEqual({ ...first, sent: undefined })
    expect(sent.files).toEqual(first.sent.files)
    expect(effects.of(type)).toHaveLength(1)
    expect(await packages()).toHaveLength(1)
  })

  it('resumed after it failed without an effect: made once, with its package', async () => {
    double().trouble = 'rate_limited'
    expect(await send(type)).toMatchObject({ state: 'failed', retryable: true, retry_after_s: 120 })
    double().trouble = null
    expect(await send(type, { key: 'dist_1.2' })).toMatchObject({ state: 'waiting' })
    expect(effects.of(type)).toHaveLength(1)
    expect(await packages()).toEqual(['2026-03-04_Renters in Austin_dist_1.2'])
  })

  it('resumed before anything was asked for: made once', async () => {
    expect(await send(type, { resumed: true })).toMatchObject({ state: 'waiting' })
    expect(effects.of(type)).toHaveLength(1)
  })

  it('leaves no package of a run that failed', async () => {
    double().trouble = 'fault'
    expect(await send(type)).toMatchObject({ state: 'failed', cause: 'platform_fault', retryable: true })
    expect(await packages()).toEqual([])
  })

  it('tells no secret in a failure', async () => {
    const { credentials } = parted(type, VALID[type])
    double().instead = () => ({ status: 400, text: JSON.stringify({ message: credentials }) })
    const text = JSON.stringify(await send(type))
    for (const secret of Object.values(credentials)) expect(text).not.toContain(secret)
  })
})

describe('an answer that is lost after the object was made', () => {
  it.each(FINDERS)('%s: the next try finds it by our name or id', async type => {
    double().losing = CREATE[type]
    const lost = await send(type)
    expect(lost).toMatchObject({ state: 'failed', cause: 'offline', retryable: true })
    expect(lost.state === 'failed' && lost.error.hint).toMatch(/is looked up before the next try/)
    expect(effects.of(type)).toHaveLength(1)
    double().losing = null
    for (const again of [{ key: 'dist_1.2' }, { resumed: true }, { key: 'dist_1.3', resumed: true }])
      expect(await send(type, again)).toMatchObject({
        state: 'waiting',
        platform_audience_id: effects.of(type)[0]?.id,
      })
    expect(effects.of(type)).toHaveLength(1)
  })

  it.each(FINDERS)('%s: found among many, page by page', async type => {
    for (let n = 0; n < 5; n += 1) effects.make(type, `x${n}`, `Other ${n}`, String(100 + n))
    double().losing = CREATE[type]
    await send(type)
    double().losing = null
    expect(await send(type, { key: 'dist_1.2' })).toMatchObject({ state: 'waiting' })
    expect(effects.of(type)).toHaveLength(6)
  })

  it('amazon_dsp can’t be asked: not tried again by itself, and never made twice', async () => {
    double().losing = CREATE.amazon_dsp
    const lost = await send('amazon_dsp')
    expect(lost).toMatchObject({ state: 'failed', cause: 'offline', retryable: false })
    expect(lost.state === 'failed' && lost.error).toMatchObject({
      message: expect.stringMatching(/Whether the audience was made is not known\.$/),
      hint: expect.stringContaining('external ID dist_1'),
    })
    double().losing = null
    const resumed = await send('amazon_dsp', { resumed: true })
    expect(resumed).toMatchObject({ state: 'failed', cause: 'rejected', retryable: false })
    expect(resumed.state === 'failed' && resumed.error.message).toMatch(/The app was closed while Amazon/)
    expect(effects.of('amazon_dsp')).toHaveLength(1)
  })
})

it('an id that no record could hold is not believed', async () => {
  for (const id of ['a\u0000b', 'x'.repeat(600), 'act_1/..', '\u202e1']) {
    double().instead = () => ({ status: 200, json: { id } })
    expect(await send('meta', { key: `x${id.length}.1` })).toMatchObject({
      state: 'failed',
      cause: 'unreadable',
    })
  }
})

describe('what goes out', () => {
  it('names end with a mark where the platform keeps no id of ours; two runs of one audience have two', async () => {
    for (const type of ['the_trade_desk', 'tiktok'] as const) {
      const audience = audienceOf({ name: `${'é'.repeat(150)}` })
      await send(type, { audience, key: `${type}.1` })
      const [made] = effects.of(type)
      expect(made?.name).toMatch(/^é+ #[0-9a-f]{10}$/)
      expect(made?.name.length).toBeLessThanOrEqual(type === 'tiktok' ? 128 : 200)
    }
  })

  it('Amazon’s ids are exact beyond 2^53, in both directions', async () => {
    const answer = await send('amazon_dsp', { values: { ...VALID.amazon_dsp, member_ttl_days: '' } })
    const body = double().received.at(-1)?.body ?? ''
    expect(body).toContain(`"targetResource":{"advertiserId":${AMAZON.advertiser_id}}`)
    expect(answer).toMatchObject({ platform_audience_id: '9223372036854000001' })
  })

  it('Amazon gets the days of a member in seconds', async () => {
    const { credentials, settings } = parted('amazon_dsp', VALID.amazon_dsp)
    await send('amazon_dsp', { credentials, settings: { ...settings, member_ttl_days: 30 } })
    expect(JSON.parse(double().received.at(-1)?.body ?? '')).toMatchObject({ metadata: { ttl: 2_592_000 } })
  })

  it('Meta’s audience follows the name', async () => {
    await send('meta')
    const id = effects.of('meta')[0]?.id ?? ''
    const audience = audienceOf({ name: 'Renters in Dallas' })
    await send('meta', { key: 'dist_2.1', previous_platform_audience_id: id, audience })
    expect(effects.of('meta')).toMatchObject([{ id, name: 'Renters in Dallas' }])
  })

  it('Meta’s flag is told in words, by creation, refresh and look-up alike', async () => {
    const audience = audienceOf({ name: 'Diabetes care' })
    const made = await send('meta', { audience })
    const id = effects.of('meta')[0]?.id ?? ''
    const kept = await send('meta', { audience, previous_platform_audience_id: id })
    const found = await send('meta', { audience, key: 'dist_1.2' })
    for (const answer of [made, kept, found]) {
      expect(answer).toMatchObject({ state: 'failed', cause: 'rejected', retryable: false })
      expect(answer.state === 'failed' && answer.error.message).toMatch(/flagged.*status 471.*health/)
    }
    expect(effects.of('meta')).toHaveLength(1)
  })

  it('no token is ever in an address', async () => {
    for (const type of MAKERS) await send(type, { key: `${type}.1` })
    expect(effects.count()).toBe(MAKERS.length)
    const secrets = MAKERS.flatMap(type => Object.values(parted(type, VALID[type]).credentials))
    for (const { query, path } of double().received)
      for (const secret of secrets) expect(`${path}?${query}`).not.toContain(secret)
  })
})

describe('google_ads', () => {
  it('checks the account and the list, makes nothing, and hands over to the list', async () => {
    const answer = await send('google_ads')
    expect(answer).toMatchObject({
      state: 'waiting',
      platform_audience_id: VALID.google_ads.user_list_id,
      sent: { requests: 2 },
    })
    expect(JSON.parse(double().received.at(-1)?.body ?? '')).toMatchObject({ validateOnly: true })
  })

  it('without a list, the steps say how to make one and where its id goes', async () => {
    const answer = await send('google_ads', { values: { user_list_id: '' } })
    expect(answer).toMatchObject({ state: 'waiting', platform_audience_id: null })
    const steps = answer.state === 'failed' ? [] : answer.handover?.steps
    expect(steps?.join(' ')).toMatch(/make a customer list.*Customer list ID in the platform’s settings/)
  })

  it('a list that isn’t there fails, with no package', async () => {
    expect(await send('google_ads', { values: { user_list_id: '1' } })).toMatchObject({
      state: 'failed',
      cause: 'wrong_id',
    })
    expect(await packages()).toEqual([])
  })

  it('says the encoding that the account is set to', async () => {
    const answer = await send('google_ads', { values: { encoding: 'BASE64' } })
    const steps = answer.state === 'failed' ? [] : answer.handover?.steps
    expect(steps?.join(' ')).toMatch(/Base64 of the 32 bytes/)
  })
})

it('a clear-text account of The Trade Desk is told so, and nothing of a hash', async () => {
  const answer = await send('the_trade_desk', { values: { pii_type: 'Email' } })
  const steps = answer.state === 'failed' ? [] : (answer.handover?.steps ?? [])
  expect(steps[1]).toMatch(/no hash/)
  expect(steps.join(' ')).not.toMatch(/SHA-256/)
})

it('the package of a hand-over is whole', async () => {
  const answer = await send('meta')
  const path = answer.state === 'failed' ? '' : (answer.package ?? '')
  expect((await readdir(path)).sort()).toEqual([
    'audience.json',
    'manifest.json',
    'segments.csv',
    'segments.parquet',
  ])
  expect(JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8'))).toMatchObject({ key: 'dist_1.1' })
})

it.each([
  'the_trade_desk',
  'google_ads',
  'meta',
  'amazon_dsp',
  'linkedin',
  'tiktok',
  'webhook',
  'folder',
] as const)('%s with nothing filled in does nothing and says what is missing', async type => {
  const answer = await deliver(inputFor(type, folder(), { base_url: double().url }))
  expect(answer).toMatchObject({
    state: 'failed',
    cause: 'incomplete',
    retryable: false,
    sent: { requests: 0 },
  })
  expect(answer.state === 'failed' && answer.error.message).toMatch(
    /cannot be delivered to yet: .* missing\.$/,
  )
  expect(double().received).toEqual([])
  expect(await packages()).toEqual([])
})

describe('LinkedIn', () => {
  it.each(['EXPIRED', 'FAILED', 'ERROR'])(
    'a segment of an earlier run that is %s is not filled again',
    async status => {
      await send('linkedin')
      const id = effects.of('linkedin')[0]?.id ?? ''
      effects.report('linkedin', id, { status })
      const answer = await send('linkedin', { key: 'dist_2.1', previous_platform_audience_id: id })
      expect(answer).toMatchObject({ state: 'failed', cause: 'rejected', retryable: false })
      expect(answer.state === 'failed' && answer.error.message).toContain(status)
      expect(effects.of('linkedin')).toHaveLength(1)
    },
  )
})
