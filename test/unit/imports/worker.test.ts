// Tasks on real worker threads of a built program, and the same tasks in slices: the same answers, and both can be cancelled.
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BatchInput } from '../../../src/main/core/imports/prepare-batch.ts'
import * as sources from '../../../src/main/core/worker/run.ts'
import { rows, rowsWithIds, unwrap } from './support.ts'

const at = (path: string) => new URL(`../../../${path}`, import.meta.url).pathname
let folder: string
let built: typeof sources

beforeAll(async () => {
  // Inside the repository, so that the built code finds its packages.
  folder = await mkdtemp(join(at('node_modules'), '.worker-test-'))
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      rollupOptions: {
        input: { run: at('src/main/core/worker/run.ts'), 'core-worker': at('src/main/core-worker.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
  built = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'run.js')).href)
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

function batch(count: number, spoil = false): BatchInput {
  const texts = rows(count).map((row, index) =>
    JSON.stringify(spoil && index === 1 ? { ...row, name: 7 } : row),
  )
  let end = 0
  return {
    // Memory of its own, since it is moved to the thread.
    bytes: new Uint8Array(Buffer.from(texts.join(''))),
    ends: Uint32Array.from(texts, text => {
      end += Buffer.byteLength(text)
      return end
    }),
    fresh_ids: texts.map((_, index) => `aud_${index}`),
    options: { user_id: 'analyst', now: '2026-11-22T09:30:00.000Z', derive_ids: false },
    shape: null,
  }
}
const plain = (output: { ndjson: Uint8Array; ends: Uint32Array; given: Uint8Array }) => ({
  ...output,
  ndjson: Buffer.from(output.ndjson).toString(),
  ends: [...output.ends],
  given: [...output.given],
})

describe('tasks', () => {
  it('answer the same on a thread as in slices', async () => {
    const sliced = unwrap(await sources.runTask('audiences.prepare', batch(40, true)))
    const input = batch(40, true)
    const threaded = unwrap(await built.runTask('audiences.prepare', input))
    // The input was moved: nothing was copied.
    expect(input.bytes.byteLength).toBe(0)
    expect(plain(threaded)).toEqual(plain(sliced))
    expect(threaded.refused).toEqual([{ index: 1, path: 'name', message: 'must be text' }])
    expect(Buffer.from(threaded.ndjson).toString().trimEnd().split('\n')).toHaveLength(39)
  })

  it('of a push answer the same too', async () => {
    const records = () =>
      new Uint8Array(
        Buffer.from(
          rowsWithIds(30)
            .map(row => `${JSON.stringify(row)}\n`)
            .join(''),
        ),
      )
    const one = { entity: 'audience' as const, user_id: 'analyst', left_out: [3], with_pages: true }
    const revs = unwrap(await sources.runTask('push.revs', { entity: 'audience', records: records() }))
    expect(revs).toHaveLength(30)
    expect(unwrap(await built.runTask('push.revs', { entity: 'audience', records: records() }))).toEqual(revs)
    const bases = revs.map((rev, at) => (at < 10 ? rev : null))
    const sliced = unwrap(await sources.runTask('push.rows', { ...one, records: records(), bases }))
    const threaded = unwrap(await built.runTask('push.rows', { ...one, records: records(), bases }))
    expect(threaded).toEqual(sliced)
    expect(threaded.rows).toBe(20)
  })

  it('are shared among threads, and many may be under way', async () => {
    const pool = built.openTasks(2)
    expect(pool.width).toBe(4)
    const outputs = await Promise.all(
      Array.from({ length: 6 }, (_, n) => pool.run('audiences.prepare', batch(n + 1))),
    )
    expect(outputs.map(output => unwrap(output).ids.length)).toEqual([1, 2, 3, 4, 5, 6])
    await pool.close()
    expect(await pool.run('audiences.prepare', batch(1))).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    })
  })

  it.each(['thread', 'slices'])('end as cancelled when aborted: %s', async how => {
    const abort = new AbortController()
    const { runTask } = how === 'thread' ? built : sources
    const running = runTask('audiences.prepare', batch(3_000), { signal: abort.signal })
    setTimeout(() => abort.abort(), 5)
    expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(await runTask('audiences.prepare', batch(1), { signal: abort.signal })).toMatchObject({
      ok: false,
    })
  })

  it.each(['thread', 'slices'])('throw what is a bug: %s', async how => {
    const { runTask } = how === 'thread' ? built : sources
    const broken = { ...batch(1), options: null } as unknown as BatchInput
    await expect(runTask('audiences.prepare', broken)).rejects.toThrow(/null/)
  })
})
