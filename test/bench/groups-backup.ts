// Backup and restore of a whole workspace, plain and encrypted; the floor is a copy of its files that is synced.
import { cp, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { compare } from '../../src/main/core/backups/compare.ts'
import { makeBackup } from '../../src/main/core/backups/make.ts'
import { unpack } from '../../src/main/core/backups/unpack.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { writeWhole } from '../../src/main/core/targets/part-file.ts'
import { must } from '../store/reading.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { timed } from './measure.ts'

const TURNS = 3
const never = { signal: new AbortController().signal, progress: () => {} }

async function copySynced(from: string, to: string) {
  await cp(from, to, { recursive: true })
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = await open(join(entry.parentPath, entry.name), 'r+')
    await file.sync()
    await file.close()
  }
}

export async function backups(folder: string, rows: number): Promise<BenchLine[]> {
  const root = `${folder}-backups`
  const deps = {
    workspace: folder,
    store: must(await openStore({ folder, verify_after_ms: null })),
    app_version: '0',
  }
  await rm(root, { recursive: true, force: true })
  await mkdir(root)
  const lines: BenchLine[] = []
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (const passphrase of [null, 'four words of a passphrase']) {
    const kind = passphrase === null ? '' : '_encrypted'
    const [made, unpacked, floors, compared]: number[][] = [[], [], [], []]
    for (let turn = 0; turn < TURNS; turn++) {
      const [file, target, copy] = [
        join(root, 'backup'),
        join(root, `unpacked${kind}-${turn}`),
        join(root, 'copy'),
      ]
      floors?.push(await timed(() => copySynced(join(folder, 'audiences'), copy)))
      made?.push(
        await timed(async () =>
          must(await writeWhole(file, part => makeBackup(deps, part, passphrase, never))),
        ),
      )
      unpacked?.push(await timed(() => unpack(file, passphrase, target, never)))
      if (passphrase === null) {
        const other = must(await openStore({ folder: target, verify_after_ms: null }))
        compared?.push(await timed(() => compare(other, deps.store, never)))
        await other.close()
      }
      if (turn === 0)
        console.log(`backup${kind} of ${rows} audiences: ${(await stat(file)).size} bytes, in ${tmpdir()}`)
      for (const path of [file, target, copy]) await rm(path, { recursive: true, force: true })
    }
    lines.push(
      lineOf(`backup${kind}`, rows, made ?? [], floors),
      lineOf(`restore${kind}`, rows, unpacked ?? [], floors),
    )
    if (passphrase === null) lines.push(lineOf('compare', rows, compared ?? []))
  }
  delay.disable()
  const share = (percent: number) => Math.round(delay.percentile(percent) / 1e4) / 100
  lines.push({
    ...lineOf('backup_event_loop', rows, [], [], rssMb()),
    n: TURNS,
    p50_ms: share(50),
    p95_ms: share(95),
    p99_ms: share(99),
  })
  await deps.store.close()
  await rm(root, { recursive: true, force: true })
  return lines
}
