// Imports of audiences: from a file, from records at hand, and the sample workspace. Each is a job.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Job, JobResult } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Handlers } from '../handlers.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Store } from '../store/face.ts'
import { fileFailure, importCancelled } from './errors.ts'
import { createOfferedFiles, type OfferedFiles } from './files.ts'
import { type ImportRules, type ImportSource, runImport } from './run.ts'
import { fileSource, recordsSource } from './sources.ts'
import { createTurns } from './turns.ts'

export type Imports = {
  handlers: Pick<Handlers, 'imports.start' | 'imports.records' | 'samples.load'>
  offerFile: OfferedFiles['offer']
  /** Forgets the offered files and removes the temporary ones. Jobs are closed by their registry. */
  close(): Promise<void>
}

/** `resources` is the folder that holds `sample/audiences.json`. */
type Deps = { store: Store; directory: Directory; jobs: Jobs; log: Log; resources: string }

export function createImports({ store, directory, jobs, log, resources }: Deps): Imports {
  const files = createOfferedFiles()
  const inTurn = createTurns()

  async function run(
    source: ImportSource,
    rules: ImportRules,
    user_id: string,
    context: JobContext,
  ): Promise<Result<JobResult>> {
    const started = performance.now()
    const result = await inTurn<Result<JobResult>>(user_id, context.signal, importCancelled, () =>
      runImport(source, rules, user_id, { store, directory }, context),
    )
    if (result.ok)
      log.info('import.finished', {
        bytes: source.bytes,
        changed: result.value.changed,
        skipped: result.value.skipped,
        error_count: result.value.error_count,
        ms: Math.round(performance.now() - started),
      })
    return result
  }

  return {
    offerFile: files.offer,
    close: files.close,
    handlers: {
      async 'imports.start'({ file_token, on_error, on_existing }, { user_id }): Promise<Result<Job>> {
        const taken = files.take(file_token, user_id)
        if (!taken.ok) return taken
        const file = taken.value
        const source = fileSource(file.path, file.name, file.bytes)
        const rules = { on_error, on_existing, derive_ids: false }
        return ok(
          jobs.start({
            user_id,
            kind: 'import',
            title: `Import ${file.name}`,
            unit: 'audiences',
            run: context => run(source, rules, user_id, context).finally(() => files.release(file)),
          }),
        )
      },
      async 'imports.records'({ records, on_error, on_existing }, { user_id }) {
        const source = recordsSource(records)
        const rules = { on_error, on_existing, derive_ids: false }
        return ok(
          jobs.start({
            user_id,
            kind: 'import',
            title: `Import ${source.name}`,
            unit: 'audiences',
            run: context => run(source, rules, user_id, context),
          }),
        )
      },
      async 'samples.load'(_input, { user_id }) {
        const path = join(resources, 'sample', 'audiences.json')
        try {
          const { size } = await stat(path)
          const source = fileSource(path, 'the sample workspace', size)
          const rules = { on_error: 'stop', on_existing: 'skip', derive_ids: true } as const
          return ok(
            jobs.start({
              user_id,
              kind: 'sample',
              title: 'Load the sample workspace',
              unit: 'audiences',
              run: context => run(source, rules, user_id, context),
            }),
          )
        } catch (error) {
          const failure = fileFailure(error, 'The sample workspace')
          if (!failure) throw error
          return failure
        }
      },
    },
  }
}
