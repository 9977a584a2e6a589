import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOfferedFiles } from '../../../src/main/core/imports/files.ts'
import { eventually } from '../../support/eventually.ts'
import { type Bench, contextOf, finished, inputOf, openBench, unwrap } from './support.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const MINIMAL = { name: 'Holiday bakers', data_type: 'third_party' }
const json = JSON.stringify

describe('file tokens', () => {
  const start = (file_token: string, user_id = 'analyst') =>
    bench.imports.handlers['imports.start'](inputOf([file_token]), contextOf(user_id))
  const unknown = { ok: false, error: { code: 'not_found' } }

  it('are good until the file is imported, and for their user alone', async () => {
    const token = await bench.offer(json(MINIMAL))
    expect(await start(token, 'other')).toMatchObject(unknown)
    await finished(bench.jobs, unwrap(await start(token)))
    expect(await start(token)).toMatchObject(unknown)
    expect(await start('made-up')).toMatchObject(unknown)
  })

  it('are good again after a plan, a refusal, and a job that was cancelled while it waited', async () => {
    const token = await bench.offer(json({ name: 'no type' }), 'analyst', true)
    const plan = bench.imports.handlers['imports.plan'](inputOf([token]), contextOf('analyst'))
    await finished(bench.jobs, unwrap(await plan))
    expect((await finished(bench.jobs, unwrap(await start(token)))).result?.error_count).toBe(1)
    const [first, second, waiting] = [await start(token), await start(token), await start(token)]
    bench.jobs.cancel('analyst', unwrap(waiting).job_id)
    for (const job of [first, second]) await finished(bench.jobs, unwrap(job))
    expect(await bench.files()).toEqual(['1.json'])
    await bench.imports.close()
    expect(await bench.files()).toEqual([])
  })

  it('remove a temporary file after the import and keep a picked one', async () => {
    const kept = await bench.offer(json(MINIMAL))
    const removed = await bench.offer(json(MINIMAL), 'analyst', true)
    for (const token of [kept, removed]) await finished(bench.jobs, unwrap(await start(token)))
    expect(await bench.files()).toEqual(['1.json'])
  })

  it('say when the file has gone, is a folder, or can’t be found', async () => {
    const token = await bench.offer(json(MINIMAL), 'analyst', true)
    await bench.imports.close()
    expect(await bench.files()).toEqual([])
    expect((await start(token)).ok).toBe(false)
    const missing = await bench.imports.offerFile(
      join(bench.folder, 'none.json'),
      'none.json',
      'analyst',
      false,
    )
    expect(missing).toMatchObject({
      ok: false,
      error: { code: 'not_found', message: 'none.json isn’t there any more' },
    })
    const folder = await bench.imports.offerFile(bench.folder, 'folder', 'analyst', false)
    expect(folder).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
  })

  it('show the file’s own name, whatever the door was told', async () => {
    const path = join(bench.folder, 'x.json')
    await writeFile(path, '[]')
    const offered = unwrap(
      await bench.imports.offerFile(path, '../../etc/pass\u0000wd\n.json', 'analyst', false),
    )
    expect(offered).toMatchObject({ name: 'passwd.json', bytes: 2 })
  })

  it('expire, and take a temporary file with them', async () => {
    const files = createOfferedFiles(20)
    const path = join(bench.folder, 'late.json')
    await writeFile(path, '[]')
    const { file_token } = unwrap(await files.offer(path, 'late.json', 'analyst', true))
    await eventually(() => expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' }))
    expect(files.hold(file_token, 'analyst')).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })
})
