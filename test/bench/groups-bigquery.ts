// Preparing a push: every audience is new, then every audience was changed since the last push.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { tableOf } from '../../src/main/core/bigquery/rows/tables.ts'
import { openConflicts } from '../../src/main/core/bigquery/sync/conflicts.ts'
import { writeRows } from '../../src/main/core/bigquery/sync/prepare.ts'
import type { TableState } from '../../src/main/core/bigquery/sync/state.ts'
import { silentLog } from '../../src/main/core/log/log.ts'
import type { Put, Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { ok, type Result } from '../../src/shared/errors.ts'
import { must } from '../store/reading.ts'
import { OWNER } from './data.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { pause, timed } from './measure.ts'

const PAGE = 500
const RESOLUTION_MS = 5
const AUDIENCES = tableOf('audience')

/** Every audience gets a next version, as a bulk change writes them. */
async function changeAll(store: Store) {
  const ids = must(await store.ids('audience', OWNER, { where: [] }))
  async function* changed(): AsyncIterable<Result<readonly Put<'audience'>[]>> {
    for (let from = 0; from < ids.length; from += PAGE) {
      const found = must(await store.getMany('audience', OWNER, ids.slice(from, from + PAGE)))
      yield ok(
        found.map(({ version, ...record }) => ({
          entity: 'audience' as const,
          record: { ...record, description: `${record.description} Checked in autumn.` },
          expected: version,
        })),
      )
    }
  }
  must(await store.commitGroups(OWNER, 'audience', changed()))
}

export async function preparing(folder: string, rows: number): Promise<BenchLine[]> {
  const store = must(await openStore({ folder, verify_after_ms: null }))
  const conflicts = await openConflicts(join(folder, '_meta', 'outbox'), silentLog)
  const deps = { store, conflicts, user_id: OWNER, remote_user_id: OWNER }
  const lines: BenchLine[] = []

  async function measure(op: string, pushed: number) {
    const state: TableState = { pushed, pulled: [], watermark: null, revs: {}, looked_at: null }
    const until = must(await store.snapshot())
    const path = join(folder, 'staging.parquet')
    await pause(500)
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    delay.enable()
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, rssMb())
    }, 100)
    let written = 0
    const before = process.cpuUsage()
    const ms = await timed(async () => {
      written = must(await writeRows(deps, AUDIENCES, state, until, path, () => {})).rows
    })
    const { user, system } = process.cpuUsage(before)
    clearInterval(watch)
    delay.disable()
    if (written !== rows) throw new Error(`${written} rows were prepared, not ${rows}`)
    const late = (share: number) => Math.max(0, delay.percentile(share) / 1e6 - RESOLUTION_MS)
    console.log(
      `${op}: ${rows} rows, ${((user + system) / 1e6).toFixed(1)} s of processor, ${Math.round((await stat(path)).size / 1e6)} MB, event loop late p99 ${late(99).toFixed(1)} ms, at most ${(delay.max / 1e6 - RESOLUTION_MS).toFixed(1)} ms`,
    )
    lines.push({ ...lineOf(op, rows, [ms], [], peak), p99_ms: late(99) })
    return until
  }

  const until = await measure('push_prepare_new', 0)
  await changeAll(store)
  await measure('push_prepare_changed', until)
  await store.close()
  return lines
}
