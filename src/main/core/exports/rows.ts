// The rows of an export as they stand in the file, some at once, so that memory holds no more than those.
import type { ExportFormat } from '../../../shared/contract/exports.ts'
import { pacer } from '../pace.ts'
import { layoutOf } from './layout.ts'
import { MANY, manyRows } from './many.ts'
import { type ReadDeps, type ReadPlan, readRows } from './read.ts'

export type RowPlan = ReadPlan & { format: ExportFormat; whole: boolean; workspace: string }
export type FileRows = AsyncIterable<{ bytes: Uint8Array; rows: number }>

async function* fewRows(deps: ReadDeps, plan: RowPlan): FileRows {
  const { format, columns, whole } = plan
  const layout = layoutOf(format, columns, whole)
  const pace = pacer()
  for await (const batch of readRows(deps, plan)) {
    const texts: string[] = []
    for (const row of batch) {
      texts.push(layout.row(row))
      await pace()
    }
    yield { bytes: Buffer.from(texts.join('')), rows: texts.length }
  }
}

/** Platforms are few, and what is told of one comes from its runs too. */
export const rowsOf = (deps: ReadDeps, plan: RowPlan): FileRows =>
  plan.ids.length < MANY || plan.entity === 'platform' ? fewRows(deps, plan) : manyRows(deps.store, plan)
