// What a batch of changed records becomes, and a preparation that is cancelled.
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revOf } from '../../../../src/main/core/bigquery/rows/rev.ts'
import { tableOf } from '../../../../src/main/core/bigquery/rows/tables.ts'
import { openConflicts } from '../../../../src/main/core/bigquery/sync/conflicts.ts'
import { writeRows } from '../../../../src/main/core/bigquery/sync/prepare.ts'
import { revsOfBatch, rowsOfBatch } from '../../../../src/main/core/bigquery/sync/prepare-batch.ts'
import { silentLog } from '../../../../src/main/core/log/log.ts'
import { createMemoryStore } from '../../../support/memory-store.ts'
import { audiences } from '../records.ts'
import { must } from './device.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prepare-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const [first, second, third, fourth] = fc
  .sample(audiences, { numRuns: 4, seed: 20_261_126 })
  .map((record, at) => ({ ...record, audience_id: `aud_${at}`, deleted: at === 3 }))
if (!first || !second || !third || !fourth) throw new Error('Too few records')
const records = [first, second, third, fourth]
const revs = records.map(record => revOf('audience', record))
const text = () => new Uint8Array(Buffer.from(records.map(record => `${JSON.stringify(record)}\n`).join('')))
const context = { post: () => {}, breathe: () => undefined }
const input = (bases: (string | null)[], left_out: number[], with_pages = true) =>
  ({ entity: 'audience', records: text(), user_id: 'ann', bases, left_out, with_pages }) as const

describe('a batch', () => {
  it('has a revision for each record', async () => {
    expect(await revsOfBatch({ entity: 'audience', records: text() }, context)).toEqual(revs)
  })

  it.each([
    { what: 'new ones', bases: [null, null, null, null], left_out: [], counts: [3, 0, 1] },
    { what: 'changed ones', bases: ['1-a', '1-b', null, '1-c'], left_out: [], counts: [1, 2, 1] },
    { what: 'what says nothing new', bases: [...revs.slice(0, 3), '1-c'], left_out: [], counts: [0, 0, 1] },
    {
      what: 'what waits for a person',
      bases: [null, '1-b', null, '1-c'],
      left_out: [1, 3],
      counts: [2, 0, 0],
    },
    { what: 'nothing that is sent', bases: revs, left_out: [2], counts: [0, 0, 0] },
  ])('of $what', async ({ bases, left_out, counts }) => {
    const made = await rowsOfBatch(input(bases, left_out), context)
    const rows = counts.reduce((sum, count) => sum + count, 0)
    expect([made.added, made.changed, made.deleted, made.rows]).toEqual([...counts, rows])
    expect(made.pages.length).toBe(made.sizes.reduce((sum, size) => sum + size, 0))
    expect(made.bytes > 0).toBe(rows > 0)
    const counted = await rowsOfBatch(input(bases, left_out, false), context)
    expect(counted).toEqual({ ...made, rows: 0, pages: new Uint8Array(), sizes: [], values: [] })
  })
})

describe('a preparation', () => {
  async function prepared(signal: AbortSignal, progress: (rows: number) => void) {
    const store = createMemoryStore()
    must(
      await store.commit(
        'ann',
        records.map(({ version: _version, ...record }) => ({
          entity: 'audience',
          record: { ...record, user_id: 'ann' },
          expected: 'new',
        })),
      ),
    )
    const conflicts = await openConflicts(folder, silentLog)
    const deps = { store, conflicts, user_id: 'ann', remote_user_id: 'ann' }
    const state = { pushed: 0, pulled: [], watermark: null, revs: {}, looked_at: null }
    const until = must(await store.snapshot())
    const path = join(folder, 'staging.parquet')
    return writeRows(deps, tableOf('audience'), state, until, path, progress, signal)
  }

  it('tells how many rows there are by now', async () => {
    const told: number[] = []
    expect(must(await prepared(new AbortController().signal, rows => told.push(rows))).rows).toBe(4)
    expect(told).toEqual([4])
  })

  it.each(['before it began', 'on the way'])('that is cancelled %s leaves no file', async when => {
    const abort = new AbortController()
    await rm(join(folder, 'staging.parquet'), { force: true })
    if (when === 'before it began') abort.abort()
    await expect(prepared(abort.signal, () => abort.abort())).rejects.toThrow(/abort/i)
    await expect(access(join(folder, 'staging.parquet'))).rejects.toThrow('ENOENT')
  })
})
