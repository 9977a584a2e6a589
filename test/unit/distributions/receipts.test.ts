// Receipts through the service: what each says of its run, the chain over several runs and starts, and one that was altered.
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyReceipts } from '../../../src/main/core/delivery/receipts.ts'
import { Receipt } from '../../../src/shared/domain/receipt.ts'
import { createEnv, DONE, type Env, failedBy, folderPlatform, WAITING } from './support.ts'

const MINUTE = 60_000
async function ran(env: Env, over: Parameters<Env['plan']>[0] = {}) {
  env.clock.now += MINUTE
  const id = await env.plan(over)
  await env.quiet()
  return id
}
const receiptOf = async (env: Env, distribution_id: string) =>
  Receipt.parse((await env.must('distributions.receipt', { distribution_id })).receipt)

describe('a receipt', () => {
  it('of a run that was delivered says what was sent, of whom, and when it ended', async () => {
    const env = await createEnv()
    env.deliverTo(async () => {
      env.clock.now += MINUTE
      return {
        ...DONE,
        platform_audience_id: 'theirs-1',
        sent: {
          files: [{ name: 'segments.csv', bytes: 12, sha256: 'a'.repeat(64), records: 2 }],
          requests: 0,
          records: 2,
        },
      }
    })
    const id = await ran(env)
    const run = await env.run(id)
    expect(await receiptOf(env, id)).toMatchObject({
      receipt_id: `${id}.1`,
      distribution_id: id,
      attempt: { number: 1, key: `${id}.1` },
      audience: { id: 'aud_1', version: run.audience_version },
      segments: [
        { id: '1', size: 1_200 },
        { id: '2', size: 800 },
      ],
      sent: { files: [{ name: 'segments.csv' }], records: 2 },
      results: { total_records: 2_000, matched_records: null, platform_audience_id: 'theirs-1' },
      outcome: 'delivered',
      error: null,
      started_at: run.executed_at,
      finished_at: run.completed_at,
      previous: null,
    })
    expect(run.executed_at && run.completed_at && run.executed_at < run.completed_at).toBe(true)
  })

  it('says completed where the platform told what it matched', async () => {
    const env = await createEnv()
    env.deliverTo(async () => ({
      ...DONE,
      results: { total_records: 2_000, matched_records: 900, rejected_records: 1 },
    }))
    expect(await receiptOf(env, await ran(env))).toMatchObject({
      outcome: 'completed',
      results: { matched_records: 900, match_rate: 0.45 },
    })
  })

  it('of a hand-over is open', async () => {
    const env = await createEnv()
    env.deliverTo(async () => WAITING)
    expect(await receiptOf(env, await ran(env))).toMatchObject({ outcome: 'handed_over', finished_at: null })
  })

  it('of each attempt tells its own failure', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(false))
    const id = await ran(env)
    expect(await receiptOf(env, id)).toMatchObject({
      outcome: 'failed',
      error: { code: 'platform_rejected', message: 'The platform refused it.' },
      finished_at: new Date(env.clock.now).toISOString(),
    })
    env.deliverTo(async () => failedBy(true))
    await env.must('distributions.retry', { distribution_id: id })
    await env.quiet()
    expect(await receiptOf(env, id)).toMatchObject({
      receipt_id: `${id}.2`,
      outcome: 'failed',
      error: { code: 'offline' },
    })
    env.deliverTo(async () => DONE)
    await env.must('distributions.retry', { distribution_id: id })
    await env.quiet()
    expect(await receiptOf(env, id)).toMatchObject({
      receipt_id: `${id}.3`,
      outcome: 'delivered',
      error: null,
    })
    const all = await verifyReceipts(await env.receipts())
    expect(all.ok && [all.value.whole, all.value.files.length]).toEqual([true, 3])
  })

  it('of a run that a person stopped says so', async () => {
    const env = await createEnv()
    env.platformSide.answer = input => env.hang(input)
    const id = await ran(env)
    await env.must('distributions.cancel', { distribution_id: id })
    expect(await receiptOf(env, id)).toMatchObject({ outcome: 'cancelled' })
  })

  it('isn’t there before an attempt has ended, nor where nothing could be sent', async () => {
    const env = await createEnv()
    const id = await env.plan({ when: { kind: 'at', at: new Date(env.clock.now + MINUTE).toISOString() } })
    expect((await env.refused('distributions.receipt', { distribution_id: id })).code).toBe('not_found')
    await env.put({
      entity: 'platform',
      record: folderPlatform({ platform_id: 'plat_folder', deleted: true }),
      expected: 'any',
    })
    await env.later(MINUTE)
    expect((await env.run(id)).status).toBe('failed')
    expect((await env.refused('distributions.receipt', { distribution_id: id })).code).toBe('not_found')
    expect((await env.refused('distributions.receipt', { distribution_id: 'dist_none' })).code).toBe(
      'not_found',
    )
  })

  it('of a mistake in itself doesn’t undo what was delivered', async () => {
    const env = await createEnv()
    // No receipt can hold a hash like this.
    env.deliverTo(async () => ({
      ...DONE,
      sent: { files: [{ name: 'x', bytes: 1, sha256: 'none', records: 1 }], requests: 0, records: 1 },
    }))
    const id = await ran(env)
    expect((await env.run(id)).status).toBe('completed')
    expect(env.log.lines.map(({ event }) => event)).toContain('receipt.broke')
  })
})

describe('the chain of a platform', () => {
  it('goes over its runs and over starts of the program', async () => {
    const env = await createEnv()
    const ids = [await ran(env), await ran(env)]
    await env.restart()
    ids.push(await ran(env))
    await env.crash()
    ids.push(await ran(env))
    const receipts = await Promise.all(ids.map(id => receiptOf(env, id)))
    expect(receipts.map(({ previous }) => previous)).toEqual([
      null,
      ...receipts.slice(0, -1).map(({ sha256 }) => sha256),
    ])
    const all = await verifyReceipts(await env.receipts())
    expect(all.ok && all.value).toMatchObject({ whole: true, chains: [{ receipts: 4, error: null }] })
  })

  it('is found after a start without reading the receipts that there are', async () => {
    const env = await createEnv()
    const [, second] = [await ran(env), await ran(env)]
    const folder = await env.receipts()
    // Nobody can read a folder as a file.
    const unreadable = join(folder, 'old.receipt.json')
    await mkdir(unreadable)
    await env.restart()
    const third = await ran(env)
    expect((await receiptOf(env, third)).previous).toBe((await receiptOf(env, second)).sha256)
    await rmdir(unreadable)
    expect(await verifyReceipts(folder)).toMatchObject({ ok: true, value: { whole: true } })
  })

  it.each([
    ['isn’t there', (note: string) => rm(note)],
    ['is damaged', (note: string) => writeFile(note, '{"file":')],
    ['is of another form', (note: string) => writeFile(note, '{"file":"x","sha256":7}')],
  ])('is found by reading them where the note of its end %s', async (_what, spoil) => {
    const env = await createEnv()
    for (let n = 0; n < 5; n++) await ran(env)
    await spoil(`${await env.receipts()}.newest.json`)
    await env.restart()
    await ran(env)
    const all = await verifyReceipts(await env.receipts())
    expect(all.ok && all.value).toMatchObject({ whole: true, chains: [{ receipts: 6, error: null }] })
  })

  it('goes on where the program ended between the note of a receipt and the receipt', async () => {
    const env = await createEnv()
    const ids = [await ran(env), await ran(env)]
    const [first] = await Promise.all(ids.map(id => receiptOf(env, id)))
    const folder = await env.receipts()
    await rm(join(folder, `${ids[1]}.1.receipt.json`))
    await env.restart()
    expect((await receiptOf(env, await ran(env))).previous).toBe(first?.sha256)
    expect(await verifyReceipts(folder)).toMatchObject({ ok: true, value: { whole: true } })
  })

  it('holds where the disk refused one of them and took it later', async () => {
    const env = await createEnv()
    await ran(env)
    const folder = await env.receipts()
    // A folder stands where the note is written: nothing can be renamed over it.
    const note = `${folder}.newest.json`
    await rm(note)
    await mkdir(join(note, 'in the way'), { recursive: true })
    const refused = await ran(env)
    expect((await env.run(refused)).metadata.receipt).toBeUndefined()
    await rm(note, { recursive: true })
    await ran(env)
    const all = await verifyReceipts(folder)
    expect(all.ok && all.value).toMatchObject({ whole: true, chains: [{ receipts: 2, error: null }] })
  })

  it('is one for each platform', async () => {
    const env = await createEnv()
    await env.put({ entity: 'platform', record: folderPlatform({ platform_id: 'plat_2' }), expected: 'new' })
    const [first, second] = [await ran(env), await ran(env, { platform_ids: ['plat_2'] })]
    expect([(await receiptOf(env, first)).previous, (await receiptOf(env, second)).previous]).toEqual([
      null,
      null,
    ])
  })

  it('holds with many runs at once', async () => {
    const env = await createEnv()
    env.clock.now += MINUTE
    for (let n = 0; n < 6; n++)
      await env.plan({ when: { kind: 'at', at: new Date(env.clock.now + MINUTE).toISOString() } })
    await env.later(MINUTE)
    const all = await verifyReceipts(await env.receipts())
    expect(all.ok && all.value).toMatchObject({ whole: true, chains: [{ receipts: 6, error: null }] })
  })
})

describe('an altered receipt', () => {
  it('is told, wherever a character was changed, and the run stays as it is', async () => {
    const env = await createEnv()
    const id = await ran(env)
    const [name] = await readdir(await env.receipts())
    const file = join(await env.receipts(), name ?? '')
    const text = await readFile(file, 'utf8')
    for (let place = 1; place < text.length; place += 37) {
      const other = text[place] === '7' ? '8' : '7'
      await writeFile(file, text.slice(0, place) + other + text.slice(place + 1))
      const told = await env.must('distributions.receipt', { distribution_id: id })
      expect([told.intact, told.problem !== null], `character ${place}`).toEqual([false, true])
    }
    await writeFile(file, text)
    expect(await env.must('distributions.receipt', { distribution_id: id })).toMatchObject({
      intact: true,
      problem: null,
    })
    expect((await env.run(id)).status).toBe('completed')
  })

  it('that is whole but another’s is told too', async () => {
    const env = await createEnv()
    const [first, second] = [await ran(env), await ran(env)]
    const folder = await env.receipts()
    const names = await readdir(folder)
    const fileOf = (id: string) => join(folder, names.find(name => name.startsWith(id)) ?? '')
    await writeFile(fileOf(first), await readFile(fileOf(second)))
    const told = await env.must('distributions.receipt', { distribution_id: first })
    expect([told.intact, told.problem]).toEqual([false, expect.stringContaining('not the receipt')])
  })

  it('is followed by receipts that go on from the newest whole one', async () => {
    const env = await createEnv()
    const ids = [await ran(env), await ran(env), await ran(env)]
    const [, middle, last] = await Promise.all(ids.map(id => receiptOf(env, id)))
    const folder = await env.receipts()
    const file = (await readdir(folder)).find(name => name.startsWith(middle?.receipt_id ?? 'none'))
    await writeFile(join(folder, file ?? ''), '{}')
    await env.restart()
    expect((await receiptOf(env, await ran(env))).previous).toBe(last?.sha256)
  })
})
