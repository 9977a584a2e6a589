// Imports that are cancelled, that fail, and that run at once: nothing half done, nothing left behind.
import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail } from '../../../src/shared/errors.ts'
import { type Bench, finished, openBench, rows, rowsWithIds } from './support.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const json = JSON.stringify

describe('cancelling and failing', () => {
  const big = json(rows(1_200))

  it.each([0, 1, 5, 20, 60])('leaves nothing when cancelled after %i ms', async wait => {
    const staged: string[] = []
    const stage = bench.store.stage
    vi.spyOn(bench.store, 'stage').mockImplementation(async entity => {
      const made = await stage(entity)
      staged.push(made.path)
      return made
    })
    const started = await bench.start(big)
    await new Promise(resolve => setTimeout(resolve, wait))
    bench.jobs.cancel('analyst', started.job_id)
    const job = await finished(bench.jobs, started)
    expect([job.state, await bench.count()]).toEqual(
      job.state === 'completed' ? ['completed', 1_200] : ['cancelled', 0],
    )
    for (const path of staged) expect(existsSync(path)).toBe(false)
  })

  it('leaves nothing when cancelled just before the commit', async () => {
    const commitStaged = bench.store.commitStaged
    const started = await bench.start(big)
    let path = ''
    vi.spyOn(bench.store, 'commitStaged').mockImplementation((owner, staged, options) => {
      path = staged[0]?.path ?? ''
      bench.jobs.cancel('analyst', started.job_id)
      return commitStaged(owner, staged, options)
    })
    expect((await finished(bench.jobs, started)).state).toBe('cancelled')
    expect(await bench.count()).toBe(0)
    expect(path).not.toBe('')
    expect(existsSync(path)).toBe(false)
  })

  it('says when the disk of the workspace is full', async () => {
    vi.spyOn(bench.store, 'stage').mockRejectedValue(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
    expect((await bench.run(big)).error).toMatchObject({ code: 'storage_full' })
  })

  it('passes the store’s refusal on', async () => {
    vi.spyOn(bench.store, 'commitStaged').mockResolvedValue(fail('storage_full', 'The disk is full'))
    expect((await bench.run(big)).error?.code).toBe('storage_full')
    expect(await bench.count()).toBe(0)
  })

  it('keeps the event loop free', async () => {
    // The double commits in one go, which is not what is measured here.
    vi.spyOn(bench.store, 'commitStaged').mockResolvedValue({ ok: true, value: 1_200 })
    // By processor time, so that a busy machine doesn't count: it includes the collector's own threads.
    const longestTurn = async () => {
      let longest = 0
      let running = true
      let last = process.cpuUsage()
      const turn = () => {
        const { user } = process.cpuUsage(last)
        longest = Math.max(longest, user / 1_000)
        last = process.cpuUsage()
        if (running) setImmediate(turn)
      }
      const started = await bench.start(big)
      turn()
      await finished(bench.jobs, started)
      running = false
      return longest
    }
    // A collection of what earlier tests left may fall into one, but not into each.
    expect(Math.min(await longestTurn(), await longestTurn(), await longestTurn())).toBeLessThan(80)
  })
})

describe('two imports at once', () => {
  it('of the same file write each row once', async () => {
    const text = json(rowsWithIds(300))
    const jobs = [await bench.start(text), await bench.start(text)]
    const [first, second] = await Promise.all(jobs.map(job => finished(bench.jobs, job)))
    expect(first?.result).toMatchObject({ changed: 300, skipped: 0 })
    expect(second?.result).toMatchObject({ changed: 0, skipped: 300 })
    expect(await bench.count()).toBe(300)
  })

  it('of two users don’t see each other, and a waiting one can be cancelled', async () => {
    const text = json(rowsWithIds(300))
    const first = await bench.start(text)
    const waiting = await bench.start(text)
    bench.jobs.cancel('analyst', waiting.job_id)
    const other = await bench.run(text, {}, 'other')
    expect(other.result?.changed).toBe(300)
    expect((await finished(bench.jobs, waiting)).state).toBe('cancelled')
    expect((await finished(bench.jobs, first)).result?.changed).toBe(300)
  })
})
