// The log: what is written, what is hidden, how files are rotated, and that it never fails its user.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog, internalError, type LogOptions } from '../../../src/main/core/log/log.ts'
import { redact } from '../../../src/main/core/log/redact.ts'
import { createMemoryLog } from '../../support/core.ts'

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'log-test-')), 'logs')
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

const open = (over: Partial<LogOptions> = {}) => createLog({ folder, flush_ms: 60_000, ...over })
const files = async () => (await readdir(folder)).sort()
const lines = async (name: string) =>
  (await readFile(join(folder, name), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Record<string, unknown>)

describe('files', () => {
  it('are JSON lines of the day', async () => {
    const log = open({ now: () => new Date('2026-11-22T09:30:00.000Z') })
    log.info('core.opened', { app_version: '0.1.0' })
    log.debug('hidden at this level')
    await log.close()
    expect(await files()).toEqual(['activation-20261122.jsonl'])
    expect(await lines('activation-20261122.jsonl')).toEqual([
      { at: '2026-11-22T09:30:00.000Z', level: 'info', event: 'core.opened', app_version: '0.1.0' },
    ])
  })

  it('follow each other when one is full, and the oldest go', async () => {
    let day = 1
    const now = () => new Date(Date.UTC(2026, 10, day))
    const log = open({ now, max_bytes: 200, keep_files: 3 })
    for (day = 1; day <= 3; day++) {
      for (let n = 0; n < 2; n++) {
        log.warn('storage.slow', { note: 'x'.repeat(200) })
        await log.flush()
      }
    }
    day = 3
    await log.close()
    expect(await files()).toEqual([
      'activation-20261102-2.jsonl',
      'activation-20261103-2.jsonl',
      'activation-20261103.jsonl',
    ])
  })

  it('go on after a restart, and others’ files are left alone', async () => {
    const now = () => new Date('2026-11-22T09:30:00.000Z')
    const first = open({ now, max_bytes: 10 })
    first.info('one')
    await first.flush()
    first.info('two')
    await first.close()
    await writeFile(join(folder, 'notes.txt'), 'mine')
    const second = open({ now, max_bytes: 10, keep_files: 1 })
    second.info('three')
    await second.close()
    expect(await files()).toEqual(['activation-20261122-3.jsonl', 'notes.txt'])
  })

  it('take lines without being asked to flush', async () => {
    const log = open({ flush_ms: 5 })
    log.info('soon')
    await expect.poll(async () => (await files().catch(() => [])).length).toBe(1)
    await log.close()
  })
})

describe('failure', () => {
  it('never reaches the caller, and the loss is told when writing works again', async () => {
    await writeFile(folder, 'a file where the folder should be')
    const log = open()
    log.error('storage.lost')
    await log.flush()
    await rm(folder)
    log.info('back')
    await log.close()
    const [name] = await files()
    expect(await lines(name ?? '')).toMatchObject([
      { event: 'back' },
      { event: 'log.dropped', lines_lost: 1 },
    ])
  })

  it('doesn’t come from what can’t be written as JSON', async () => {
    const log = open()
    const circle: Record<string, unknown> = { big: 10n ** 20n, at: new Date(Number.NaN) }
    circle.self = circle
    log.info('odd', circle)
    log.info('throws', {
      get trap(): string {
        throw new Error('no')
      },
    })
    await log.close()
    const [name] = await files()
    expect(await lines(name ?? '')).toMatchObject([
      { event: 'odd', big: '100000000000000000000', at: null },
      { event: 'log.dropped' },
    ])
  })
})

describe('redact', () => {
  const SECRET = 'hunter2hunter2'

  it.each([
    'token',
    'file_token',
    'client_secret',
    'Password',
    'Authorization',
    'refresh',
    'refresh_token',
    'api_key',
    'apiKey',
    'credentials',
    'cookie',
    'private_key',
  ])('hides the value of %s at any depth', key => {
    const text = JSON.stringify(redact({ [key]: SECRET, list: [{ deep: { [key]: { inner: SECRET } } }] }))
    expect(text).not.toContain(SECRET)
    expect(text).toContain('[redacted]')
  })

  it.each([
    `Bearer ${SECRET}`,
    `authorization: basic ${SECRET}`,
    `http://127.0.0.1:8080/#token=${SECRET}`,
    `GET /x?access_token=${SECRET}&y=1`,
    `{"password":"${SECRET}"}`,
    `api_key = '${SECRET}'`,
    `ya29.${SECRET}`,
    `eyJhbGciOi.${SECRET}.sig`,
    `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`,
  ])('hides what looks like a secret in the text %j', text => {
    expect(redact({ note: text, error: new Error(text) })).not.toSatisfy((value: unknown) =>
      JSON.stringify(value).includes(SECRET),
    )
  })

  it('keeps what is no secret', () => {
    const fields = {
      operation: 'audiences.list',
      ms: 1.2,
      ok: true,
      none: null,
      has_token: true,
      ids: ['aud_1'],
    }
    expect(redact(fields)).toEqual(fields)
  })

  it('cuts long text, long lists and deep nesting', () => {
    const text = redact('x'.repeat(5_000)) as string
    expect(text.length).toBeLessThan(2_100)
    expect(text).toContain('(5000 characters)')
    expect(redact(Array(60).fill(1))).toHaveLength(51)
    const deep = JSON.parse(`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`) as unknown
    expect(JSON.stringify(redact(deep))).toContain('[deeper]')
  })

  it('hides a secret that begins before the cut', () => {
    const long = `${'x'.repeat(1_988)} Bearer ${SECRET}`
    expect(redact(long)).not.toContain('hunt')
  })

  it('describes errors with their cause', () => {
    const error = new Error('outer', { cause: new TypeError('inner') })
    expect(redact(error)).toMatchObject({ name: 'Error', message: 'outer', cause: { name: 'TypeError' } })
  })
})

describe('internalError', () => {
  it('tells the caller an id alone', () => {
    const log = createMemoryLog()
    const { error } = internalError(log, 'audiences.list', new Error('SELECT * FROM secret_table'))
    expect(error.code).toBe('internal')
    expect(JSON.stringify(error)).not.toContain('SELECT')
    expect(log.lines[0]).toMatchObject({ level: 'error', fields: { log_id: error.details?.log_id } })
  })
})
