// A change of more audiences than one commit in the log takes, over the store on disk: all of them or none.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '../../../src/main/core/store/face.ts'
import { openStore } from '../../../src/main/core/store/index.ts'
import { AudienceInput } from '../../../src/shared/domain/audience.ts'
import { settle } from '../../../src/shared/domain/audience-rules.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, type TestCore } from '../../support/core.ts'
import { eventually } from '../../support/eventually.ts'

const COUNT = 2_500
const at = '2026-05-04T09:30:00.000Z'
const content = settle(AudienceInput.parse(audienceInput()))
const idOf = (n: number) => `aud_${String(n).padStart(5, '0')}`

let folder: string
let store: Store
let test: TestCore
/** Called before each batch is read. */
let beforeRead: () => Promise<unknown>

async function open() {
  const opened = await openStore({ folder })
  if (!opened.ok) throw new Error(opened.error.message)
  store = opened.value
  test = await createTestCore({
    store: {
      ...store,
      async getMany(...given) {
        await beforeRead()
        return store.getMany(...given)
      },
    },
  })
}
beforeEach(async () => {
  beforeRead = async () => {}
  folder = await mkdtemp(join(tmpdir(), 'bulk-disk-'))
  await open()
  const puts = Array.from({ length: COUNT }, (_, n) => ({
    entity: 'audience' as const,
    expected: 'new' as const,
    record: {
      ...content,
      audience_id: idOf(n),
      user_id: RETAIL,
      created_at: at,
      updated_at: at,
      deleted: false,
      changed_by: RETAIL,
      change_note: null,
    },
  }))
  const written = await store.commit(RETAIL, puts)
  if (!written.ok) throw new Error(written.error.message)
})
afterEach(async () => {
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

const tag = (expected_count = COUNT) =>
  test.must('audiences.bulkMatching', { expected_count, action: { do: 'tag', tags: ['q3'] } })
const ended = (job: Job) =>
  eventually(
    async () => {
      const now = await test.must('jobs.get', { job_id: job.job_id })
      expect(now.finished_at).not.toBeNull()
      return now
    },
    { timeout: 20_000, interval: 20 },
  )
const tagged = async () => (await test.must('audiences.count', { filter: { tags: ['q3'] } })).total
const versionsOf = async (n: number) =>
  (await test.must('audiences.history', { audience_id: idOf(n) })).versions.map(({ version }) => version)
const staged = async () =>
  (await readdir(join(folder, '_meta', 'tmp'))).filter(name => name.endsWith('.ndjson'))

it('gives each its next version, which searches, flushes and the next opening find', async () => {
  await test.must('audiences.setStatus', { audience_id: idOf(7), status: 'archived' })
  const done = await ended(await tag())
  expect(done).toMatchObject({ state: 'completed', result: { changed: COUNT, skipped: 0 } })
  expect(done.progress).toMatchObject({ done: COUNT, total: COUNT })
  for (const reopened of [false, true]) {
    expect(await tagged()).toBe(COUNT)
    expect((await test.must('audiences.count', { filter: { search: 'q3' } })).total).toBe(COUNT)
    expect((await test.must('audiences.count', {})).by_status).toMatchObject({ archived: 1 })
    expect(await versionsOf(7)).toEqual([3, 2, 1])
    expect(await versionsOf(COUNT - 1)).toEqual([2, 1])
    expect(await test.must('audiences.get', { audience_id: idOf(0) })).toMatchObject({
      version: 2,
      created_at: at,
      changed_by: RETAIL,
      metadata: { tags: [...content.metadata.tags, 'q3'] },
    })
    if (reopened) break
    expect(await staged()).toEqual([])
    await test.close()
    await open()
  }
}, 120_000)

it('decides again on what someone saves while it runs, whenever that is', async () => {
  let reads = 0
  beforeRead = async () => {
    reads += 1
    // Of a batch that is read already, and of one that is still to come.
    if (reads === 2) await test.must('audiences.setStatus', { audience_id: idOf(3), status: 'active' })
    if (reads === 3)
      await test.must('audiences.setStatus', { audience_id: idOf(COUNT - 1), status: 'active' })
  }
  expect(await ended(await tag())).toMatchObject({ state: 'completed', result: { changed: COUNT } })
  expect(reads).toBeGreaterThan(3)
  expect(await tagged()).toBe(COUNT)
  expect((await test.must('audiences.count', {})).by_status).toMatchObject({ active: 2 })
  expect(await versionsOf(3)).toEqual([3, 2, 1])
  expect(await versionsOf(COUNT - 1)).toEqual([3, 2, 1])
}, 120_000)

it('changes nothing when it is cancelled, or a record can’t be read, in the middle', async () => {
  let job: Job | undefined
  let reads = 0
  beforeRead = async () => {
    reads += 1
    if (reads === 3 && job) await test.must('jobs.cancel', { job_id: job.job_id })
  }
  job = await tag()
  expect(await ended(job)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } })
  beforeRead = async () => {
    reads += 1
    if (reads > 5) throw new Error('the disk is gone')
  }
  expect(await ended(await tag())).toMatchObject({ state: 'failed' })
  expect(await tagged()).toBe(0)
  expect(await versionsOf(0)).toEqual([1])
  expect(await staged()).toEqual([])
  beforeRead = async () => {}
  expect(await ended(await tag())).toMatchObject({ state: 'completed', result: { changed: COUNT } })
}, 120_000)
