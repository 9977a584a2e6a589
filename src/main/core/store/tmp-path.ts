// Names for files that are still being written: never used twice while the program runs.
import { join } from 'node:path'
import type { Layout } from './layout.ts'

let files = 0

export const tmpPath = (layout: Layout, ending: string) =>
  join(layout.tmp, `${process.pid}-${++files}.${ending}`)
