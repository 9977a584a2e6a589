// Moving much at once: an import of 100,000 JSON records through the core, and a flush of 1,000 saves.

import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { generateAudiences } from '../../scripts/sample/generate.ts'
import { createCore } from '../../src/main/core/app.ts'
import type { Context, Core } from '../../src/main/core/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import type { Job } from '../../src/shared/domain/job.ts'
import { must } from '../store/reading.ts'
import { freshRecords, OWNER } from './data.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { inTurn, pause, timed } from './measure.ts'

const IMPORT_ROWS = 100_000
const TYPES = `columns = {audience_id: 'VARCHAR', name: 'VARCHAR', description: 'VARCHAR', status: 'VARCHAR', data_type: 'VARCHAR',
  identifier_type: 'VARCHAR', original_query: 'VARCHAR', selected_variables: 'VARCHAR[]', variable_details: 'JSON',
  segments: 'JSON', metadata: 'JSON', created_at: 'TIMESTAMPTZ', updated_at: 'TIMESTAMPTZ'}`

/** A JSON array, one record a line, in the shape of the reference's requests. */
async function importFile(): Promise<string> {
  const path = join(tmpdir(), `activation-manager-bench-import-${IMPORT_ROWS}.json`)
  if (existsSync(path)) return path
  const out = createWriteStream(`${path}.part`, { highWaterMark: 1 << 20 })
  let separator = '[\n'
  for (const audience of generateAudiences(IMPORT_ROWS, 2)) {
    if (!out.write(`${separator}${JSON.stringify(audience)}`)) await once(out, 'drain')
    separator = ',\n'
  }
  out.end('\n]\n')
  await once(out, 'finish')
  await rename(`${path}.part`, path)
  return path
}

export async function importing(folder: string, rows: number, resources: string): Promise<BenchLine[]> {
  const file = await importFile()
  const target = `${folder}.bare.parquet`
  const times: number[] = []
  const floors: number[] = []
  let peak = 0
  for (let turn = 0; turn < 2; turn++) {
    floors.push(
      await timed(async () => {
        const instance = await DuckDBInstance.create(':memory:')
        const connection = await instance.connect()
        await connection.run(
          `COPY (SELECT * FROM read_json('${file}', format = 'array', maximum_object_size = 67108864, ${TYPES}))
           TO '${target}' (FORMAT parquet, COMPRESSION zstd)`,
        )
        connection.closeSync()
        instance.closeSync()
      }),
    )
    const workspace = `${folder}-import-${turn}`
    await mkdir(workspace, { recursive: true })
    const core = must(await createCore({ workspace, resources, app_version: '0', log_level: 'error' }))
    must(await core.ensureProfile(OWNER, 'Bench'))
    times.push(await timed(() => importOnce(core, file)))
    peak = Math.max(peak, rssMb())
    await core.close()
    await rm(workspace, { recursive: true, force: true })
  }
  await rm(target, { force: true })
  return [lineOf('import', rows, times, floors, peak)]
}

async function importOnce(core: Core, file: string) {
  const context: Context = { user_id: OWNER, session: 'desktop', door: 'test' }
  const { size } = await stat(file)
  const offered = must(await core.offerFile(file, `audiences-${size}.json`, OWNER, false))
  let job = must(
    await core.invoke('imports.start', { files: [{ file_token: offered.file_token }] }, context),
  ) as Job
  while (job.state === 'queued' || job.state === 'running') {
    await pause(20)
    job = must(await core.invoke('jobs.get', { job_id: job.job_id }, context)) as Job
  }
  if (job.state !== 'completed' || job.result?.changed !== IMPORT_ROWS)
    throw new Error(
      `the import ended as ${job.state}: ${job.message} ${JSON.stringify(job.result?.errors.slice(0, 3))}`,
    )
}

/** 1,000 saves that are only in the log, brought into the parts; beside it the bare COPY of the same rows. */
export async function flushing(folder: string, rows: number): Promise<BenchLine[]> {
  const store = must(await openStore({ folder }))
  must(await store.list('audience', OWNER, { where: [], sort: { by: 'name', direction: 'asc' }, limit: 1 }))
  must(await store.flush())
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const [json, parquet] = [`${folder}.rows.ndjson`, `${folder}.rows.parquet`]
  const batch = freshRecords(1_000, 50)
  await writeFile(json, batch.map(record => `${JSON.stringify(record)}\n`).join(''))
  let turns = 0
  const { times, floors } = await inTurn(
    8,
    async () => void must(await store.flush()),
    () =>
      connection.run(
        `COPY (SELECT * FROM read_json('${json}', format = 'newline_delimited', ${TYPES})) TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`,
      ),
    {
      warmUp: 1,
      // Two rests a turn: the saves are made before the first of them.
      rest: async () => {
        turns += 1
        if (store.info().unflushed_rows > 0) return
        const fresh = freshRecords(1_000, 1_000 + turns)
        for (let from = 0; from < fresh.length; from += 250) {
          const puts = fresh
            .slice(from, from + 250)
            .map(record => ({ entity: 'audience' as const, record, expected: 'new' as const }))
          must(await store.commit(OWNER, puts))
        }
      },
    },
  )
  connection.closeSync()
  instance.closeSync()
  await store.close()
  await rm(json, { force: true })
  await rm(parquet, { force: true })
  return [lineOf('flush', rows, times, floors)]
}
