// Each step by which this process changes files through Node, told before it is taken: a test ends the program there, or
// fills the disk. What native code writes (DuckDB's Parquet files) isn't told.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `path`: the file, or where it is going to be. */
export type DiskStep = { name: string; path: string }

type Call = (...given: unknown[]) => unknown
type Table = Record<string, Call>

const PROMISED = [
  'mkdir',
  'rename',
  'rm',
  'rmdir',
  'link',
  'copyFile',
  'cp',
  'writeFile',
  'appendFile',
  'truncate',
]
const SYNC = ['mkdirSync', 'renameSync', 'rmSync', 'writeFileSync', 'writeSync']
/** Where the second path is the one that is changed. */
const TO = new Set(['rename', 'renameSync', 'link', 'copyFile', 'cp'])
const HANDLES = ['write', 'writeFile', 'appendFile', 'truncate']

/** What `before` throws is what the step throws. Answers how to stop watching. */
export async function watchDisk(before: (step: DiskStep) => void): Promise<() => void> {
  const undo: (() => void)[] = []
  const paths = new WeakMap<object, string>()
  const open = new Map<unknown, string>()
  const wrap = (table: Table, name: string, around: (real: Call) => Call) => {
    const real = table[name]
    if (!real) throw new Error(`Node has no ${name}`)
    table[name] = around(real)
    undo.push(() => (table[name] = real))
  }
  const promised = fs.promises as unknown as Table
  const sync = fs as unknown as Table
  const pathOf = (name: string, given: readonly unknown[]) => String(given[TO.has(name) ? 1 : 0])
  for (const name of PROMISED)
    wrap(promised, name, real => async (...given) => {
      before({ name, path: pathOf(name, given) })
      return real(...given)
    })
  for (const name of SYNC)
    wrap(sync, name, real => (...given) => {
      before({ name: name.slice(0, -4), path: open.get(given[0]) ?? pathOf(name, given) })
      return real(...given)
    })
  wrap(sync, 'openSync', real => (...given) => {
    if (/[wax]/.test(String(given[1] ?? 'r'))) before({ name: 'open', path: String(given[0]) })
    const descriptor = real(...given)
    open.set(descriptor, String(given[0]))
    return descriptor
  })
  wrap(promised, 'open', real => async (...given) => {
    if (/[wax]/.test(String(given[1] ?? 'r'))) before({ name: 'open', path: String(given[0]) })
    const handle = (await real(...given)) as object
    paths.set(handle, String(given[0]))
    return handle
  })
  const own = join(tmpdir(), `disk-steps-${process.pid}`)
  const handle = await fs.promises.open(own, 'w')
  await handle.close()
  fs.rmSync(own)
  for (const name of HANDLES)
    wrap(
      Object.getPrototypeOf(handle) as Table,
      name,
      real =>
        async function (this: object, ...given: unknown[]) {
          before({ name, path: paths.get(this) ?? '' })
          return real.apply(this, given)
        },
    )
  syncBuiltinESMExports()
  return () => {
    for (const one of undo.reverse()) one()
    syncBuiltinESMExports()
  }
}
