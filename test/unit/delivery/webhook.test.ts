// A webhook gets the audience in signed parts that it can take twice without harm.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parted, partsOf } from '../../../src/main/core/delivery/types/webhook.ts'
import { effects } from '../../doubles/platforms/effects.ts'
import { audienceOf, deliveryDoubles, inputFor, segment } from './support.ts'

const { double, send } = deliveryDoubles()

const many = (count: number) =>
  audienceOf({
    segments: Array.from({ length: count }, (_, n) => segment({ segment_id: String(n), size: n })),
  })
type Message = {
  type: string
  timestamp: string
  data: {
    idempotency_key: string
    part: { number: number; of: number }
    audience_id: string
    audience?: { name: string }
    segments: { segment_id: string }[]
  }
}
const messages = () => double().received.map(({ body }) => JSON.parse(body) as Message)
const keys = () => effects.of('webhook').map(({ external, times }) => `${external} ×${times}`)

it('parts of batch_size segments, in order; the definition is in the first', async () => {
  const done: string[] = []
  const answer = await send('webhook', {
    audience: many(5),
    settings: { url: 'https://hooks.example/in/north?key=url-key-secret', batch_size: 2 },
    progress: (now, total) => done.push(`${now}/${total}`),
  })
  expect(answer).toMatchObject({
    state: 'done',
    platform_audience_id: null,
    sent: { requests: 3, records: 5 },
  })
  expect(answer.sent.files.map(({ name, records }) => [name, records])).toEqual([
    ['part-1.json', 2],
    ['part-2.json', 2],
    ['part-3.json', 1],
  ])
  expect(messages().map(({ data }) => data.part)).toEqual([1, 2, 3].map(number => ({ number, of: 3 })))
  expect(messages().flatMap(({ data }) => data.segments.map(one => one.segment_id))).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
  ])
  expect(messages().map(({ data }) => data.audience?.name)).toEqual([
    'Renters in Austin',
    undefined,
    undefined,
  ])
  expect(messages().every(({ data }) => data.audience_id === 'aud_1')).toBe(true)
  expect(keys()).toEqual(['dist_1.1/1 ×1', 'dist_1.1/2 ×1', 'dist_1.1/3 ×1'])
  expect(done).toEqual(['0/3', '1/3', '2/3', '3/3'])
})

it('an audience without segments is one message', async () => {
  const answer = await send('webhook', { audience: many(0) })
  expect(answer).toMatchObject({ state: 'done', sent: { requests: 1, records: 0 } })
  expect(messages()[0]).toMatchObject({ type: 'audience.delivered', data: { segments: [] } })
})

it('notes for colleagues stay', async () => {
  await send('webhook')
  expect(double().received[0]?.body).not.toContain('colleagues')
})

it('an attempt that is resumed sends the same bytes under the same keys, and the receiver takes them once', async () => {
  const settings = { url: 'https://hooks.example/in/north?key=url-key-secret', batch_size: 1 }
  // The program ends after the second part was taken, and before it knew.
  double().losing = /north/
  expect(await send('webhook', { settings, now: () => new Date('2026-03-04T05:00:00.000Z') })).toMatchObject({
    state: 'failed',
    cause: 'offline',
    retryable: true,
    sent: { requests: 1, records: 0 },
  })
  double().losing = null
  const resumed = { settings, resumed: true, now: () => new Date('2026-03-05T06:00:00.000Z') }
  expect(await send('webhook', resumed)).toMatchObject({ state: 'done', sent: { requests: 2, records: 2 } })
  const [lost, again] = double().received
  expect(again?.body).toBe(lost?.body)
  expect(again?.headers['webhook-id']).toBe(lost?.headers['webhook-id'])
  // The signature is of now: receivers refuse old ones.
  expect(again?.headers['webhook-timestamp']).not.toBe(lost?.headers['webhook-timestamp'])
  expect(keys()).toEqual(['dist_1.1/1 ×2', 'dist_1.1/2 ×1'])
})

it('message ids hold no dot, which the signature puts between its parts', async () => {
  await send('webhook')
  expect(double().received[0]?.headers['webhook-id']).toMatch(/^msg_[0-9a-f]{32}$/)
})

it('parts that were taken before a failure are told', async () => {
  let calls = 0
  double().instead = () => (++calls === 2 ? { status: 503, headers: { 'retry-after': '30' } } : null)
  const settings = { url: 'https://hooks.example/in/north?key=url-key-secret', batch_size: 2 }
  expect(await send('webhook', { audience: many(5), settings })).toMatchObject({
    state: 'failed',
    cause: 'platform_fault',
    retryable: true,
    retry_after_s: 30,
    sent: { requests: 2, records: 2, files: [{ name: 'part-1.json' }] },
  })
})

it('stops between parts when cancelled', async () => {
  const control = new AbortController()
  const answer = await send('webhook', {
    audience: many(3),
    settings: { url: 'https://hooks.example/in/north?key=url-key-secret', batch_size: 1 },
    signal: control.signal,
    progress: done => done === 1 && control.abort(),
  })
  expect(answer).toMatchObject({
    state: 'failed',
    cause: 'cancelled',
    retryable: false,
    sent: { records: 1 },
  })
  expect(double().received).toHaveLength(1)
})

describe('cutting into parts', () => {
  it('keeps every segment once and in order, within records and bytes', () => {
    const sizes = fc.array(fc.nat(3_000), { maxLength: 40 })
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 5_000 }),
        (all, most, bytes) => {
          const segments = all.map((length, n) =>
            segment({ segment_id: String(n), characteristics: { text: 'x'.repeat(length) } }),
          )
          const parts = parted(segments, most, bytes)
          expect(parts.flat()).toEqual(segments)
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(most)
            if (segments.length > 0) expect(part.length).toBeGreaterThan(0)
            const size = part.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)) + 1, 0)
            if (part.length > 1) expect(size).toBeLessThanOrEqual(bytes)
          }
        },
      ),
    )
  })

  it('no body is above what receivers take, with the longest segments', () => {
    const audience = audienceOf({
      segments: Array.from({ length: 200 }, (_, n) =>
        segment({ segment_id: String(n), characteristics: { text: 'é'.repeat(7_000) } }),
      ),
    })
    const parts = partsOf(inputFor('webhook', '/none', { audience }), 1_000)
    expect(parts.length).toBeGreaterThan(2)
    for (const { body } of parts) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(1_000_000)
  })
})
