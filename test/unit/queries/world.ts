// A workspace of two profiles for queries: what the one may see, and what it must not, marked by words that occur nowhere else.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { QueryTask } from '../../../src/main/core/queries/face.ts'
import { setupOf, TABLE_NAMES } from '../../../src/main/core/queries/tables.ts'
import type { DataFiles } from '../../../src/main/core/store/face.ts'
import { openStore } from '../../../src/main/core/store/index.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, type TestCore, TRAVEL } from '../../support/core.ts'

/** In a file beside the workspace, and in a record of the other profile. */
export const SECRET_FILE = 'canary-of-the-file'
export const SECRET_ROW = 'canary-of-the-other-profile'

export type World = TestCore & {
  /** A file that has nothing to do with the workspace. */
  outside: string
  files: DataFiles
  /** The other profile's. */
  others: DataFiles
  taskOf(sql: string, limits?: Partial<QueryTask['limits']>): QueryTask
}

export async function createWorld(options: Parameters<typeof createTestCore>[0] = {}): Promise<World> {
  // What reads Parquet takes a path for a pattern, which this one looks like.
  const folder = await mkdtemp(join(tmpdir(), 'query-test [1] '))
  const workspace = join(folder, 'workspace')
  const store = await openStore({ folder: workspace, verify_after_ms: null })
  if (!store.ok) throw new Error(store.error.message)
  const test = await createTestCore({ ...options, store: store.value, workspace })
  const outside = join(folder, 'outside.csv')
  await writeFile(outside, `word\n${SECRET_FILE}\n`)
  await test.must('audiences.create', audienceInput({ name: 'Trail runners' }))
  await test.must('audiences.create', audienceInput({ name: SECRET_ROW }), TRAVEL)
  const [files, others] = [await store.value.dataFiles(RETAIL), await store.value.dataFiles(TRAVEL)]
  if (!files.ok || !others.ok) throw new Error('The files of the workspace can’t be listed')
  return {
    ...test,
    outside,
    files: files.value,
    others: others.value,
    taskOf: (sql, limits) => ({
      sql,
      files: Object.values(files.value).flat(),
      setup: setupOf(files.value),
      tables: TABLE_NAMES,
      limits: { rows: 10_000, characters: 16_000_000, memory_mb: 256, ...limits },
    }),
    async close() {
      await test.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
