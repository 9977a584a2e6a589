// What every page stands on: formats, shortcuts, the event stream, the job list, and the one catalogue of text.
// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest'
import { noteJob, withJob } from '../../../src/renderer/api/events.ts'
import { readEvents, resultOf, takeToken } from '../../../src/renderer/api/http.ts'
import { keys } from '../../../src/renderer/api/keys.ts'
import { queryClient } from '../../../src/renderer/api/query-client.ts'
import { compactNumber, formatBytes, parseSize, relativeDate } from '../../../src/renderer/lib/format.ts'
import { matches } from '../../../src/renderer/lib/platform.ts'
import type { Job } from '../../../src/shared/domain/job.ts'

test.each([
  [0, '0'],
  [9_480, '9,480'],
  [12_345, '12.3\u00a0K'],
  [1_240_312, '1.24\u00a0M'],
  [3_000_000_000, '3\u00a0B'],
])('%i is written %s', (value, text) => expect(compactNumber(value)).toBe(text))

test.each([
  ['250,000', 250_000],
  ['1.2M', 1_200_000],
  [' 800 k ', 800_000],
  ['1 200 000', 1_200_000],
  ['lots', null],
  ['', null],
  ['-5', null],
])('%j is read as %j', (text, value) => expect(parseSize(text)).toBe(value))

test.each([
  [0, '0\u00a0B'],
  [999, '999\u00a0B'],
  [3_400_000, '3.4\u00a0MB'],
])('%i bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test('dates are told from now', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z')
  const ago = (iso: string) => relativeDate(iso, now)
  expect(ago('2026-11-22T11:59:50.000Z')).toBe('now')
  expect(ago('2026-11-22T11:55:00.000Z')).toBe('5 minutes ago')
  expect(ago('2026-11-21T12:00:00.000Z')).toBe('yesterday')
  expect(ago('2026-08-22T12:00:00.000Z')).toBe('3 months ago')
  expect(ago('2024-11-22T12:00:00.000Z')).toBe('2 years ago')
})

test('a shortcut is its keys and no others', () => {
  const press = (key: string, init: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...init })
  expect(matches(press('k', { ctrlKey: true }), 'mod+k')).toBe(true)
  expect(matches(press('k'), 'mod+k')).toBe(false)
  expect(matches(press('c', { ctrlKey: true }), 'c')).toBe(false)
  expect(matches(press('C', { shiftKey: true }), 'c')).toBe(false)
  // Where `?` needs Shift and where it doesn't.
  expect(matches(press('?', { shiftKey: true }), '?')).toBe(true)
  expect(matches(press('?'), '?')).toBe(true)
})

describe('the browser door', () => {
  const streamOf = (...chunks: string[]) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
        controller.close()
      },
    })

  test('events arrive whole, however the stream is cut', async () => {
    const seen: string[] = []
    const text =
      ': connected\n\nevent: job.updated\ndata: {"a":"é"}\n\nevent: records.changed\r\ndata: {}\r\n\r\nevent: cut'
    const bytes = new TextEncoder().encode(text)
    const single = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
        controller.close()
      },
    })
    for (const stream of [streamOf(text), single])
      await readEvents(stream, (event, data) => void seen.push(`${event} ${data}`))
    const once = ['job.updated {"a":"é"}', 'records.changed {}']
    expect(seen).toEqual([...once, ...once])
  })

  test('an answer that isn’t one is a failure with a next step', async () => {
    const good = await resultOf(new Response('{"ok":true,"value":1}'))
    const bad = await resultOf(new Response('<html>', { status: 502 }))
    expect(good).toEqual({ ok: true, value: 1 })
    expect(bad).toMatchObject({ ok: false, error: { code: 'internal', details: { status: 502 } } })
  })

  test('the token leaves the address and stays with the tab', () => {
    location.hash = '#token=abc-123'
    expect(takeToken()).toBe('abc-123')
    expect(location.href).not.toContain('token')
    expect(takeToken()).toBe('abc-123')
  })
})

const job = (job_id: string, state: Job['state'], created_at: string): Job => ({
  job_id,
  kind: 'import',
  title: 'Import audiences.json',
  state,
  progress: { done: 0, total: null, unit: 'audiences' },
  message: '',
  cancellable: true,
  result: null,
  error: null,
  created_at,
  finished_at: null,
})
const older = '2026-11-22T09:00:00.000Z'
const newer = '2026-11-22T10:00:00.000Z'

describe('jobs', () => {
  beforeEach(() => queryClient.clear())
  const listed = () => queryClient.getQueryData<{ jobs: Job[] }>(keys.jobs)?.jobs.map(item => item.state)

  test('running ones come first, then the newest', () => {
    const jobs = [job('a', 'completed', newer), job('b', 'completed', older)]
    expect(withJob(jobs, job('c', 'running', older)).map(item => item.job_id)).toEqual(['c', 'a', 'b'])
  })

  test('one that has ended stays ended when the answer that it began comes late', () => {
    noteJob(job('a', 'completed', older))
    noteJob(job('a', 'running', older))
    expect(listed()).toEqual(['completed'])
  })

  test('one that runs is overtaken by its end', () => {
    noteJob(job('a', 'running', older))
    noteJob(job('a', 'failed', older))
    expect(listed()).toEqual(['failed'])
  })
})

test('what people read is in the catalogue, not in the pages', () => {
  const sources = import.meta.glob<string>('../../../src/renderer/**/*.tsx', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  expect(Object.keys(sources).length).toBeGreaterThan(40)
  const text =
    /(?:>\s*|\s)([A-Z][a-z]+(?: [a-z’]+)*[.!?]?)\s*<\/|(?:label|title|placeholder|alt)="[A-Z][^"]*"/g
  const found = Object.entries(sources).flatMap(([file, source]) =>
    [...source.matchAll(text)].map(hit => `${file.split('/renderer/')[1]}: ${hit[0].trim()}`),
  )
  expect(found).toEqual([])
})
