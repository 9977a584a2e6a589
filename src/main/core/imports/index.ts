// Imports of audiences: from files, from records at hand, and the sample workspace. Each is a job.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportInput } from '../../../shared/contract/imports.ts'
import type { SharedValues } from '../../../shared/domain/import-table.ts'
import type { Job, JobResult } from '../../../shared/domain/job.ts'
import { invalid, ok, type Result } from '../../../shared/errors.ts'
import type { Handlers, HandlersOf } from '../handlers.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Store } from '../store/face.ts'
import type { Targets } from '../targets/index.ts'
import { fileFailure, importCancelled } from './errors.ts'
import { createOfferedFiles, type OfferedFile, type OfferedFiles } from './files.ts'
import { inspectFile } from './inspect.ts'
import { createRefusalFiles } from './refusal-files.ts'
import { createRemembered } from './remembered.ts'
import { type ImportRules, type ImportTask, namesOf, runImport } from './run.ts'
import { fileSource, type ImportSource, ownJsonSource, recordsSource } from './sources.ts'
import { createTurns } from './turns.ts'

/** A file that was offered, for as long as it is needed. */
export type HoldFile = (
  file_token: string,
  user_id: string,
) => Result<{ file: Pick<OfferedFile, 'path' | 'name' | 'bytes'>; letGo(done: boolean): Promise<void> }>

export type Imports = {
  handlers: HandlersOf<'imports'> & Pick<Handlers, 'samples.load'>
  offerFile: OfferedFiles['offer']
  holdFile: HoldFile
  /** Forgets the offered files and removes the temporary ones. Jobs are closed by their registry. */
  close(): Promise<void>
}

/** `resources` is the folder that holds `sample/audiences.json`. */
type Deps = {
  store: Store
  directory: Directory
  jobs: Jobs
  log: Log
  resources: string
  workspace: string
  targets: Targets
}
type Held = { file: OfferedFile; letGo(done: boolean): Promise<void> }

/** The rows come into the set that they replace. */
function sharedOf({ shared, replace }: ImportInput): SharedValues {
  if (!replace) return shared
  return replace.by === 'campaign'
    ? { ...shared, campaign_id: replace.value }
    : { ...shared, tags: [...new Set([...(shared.tags ?? []), replace.value])] }
}

export function createImports({ store, directory, jobs, log, resources, workspace, targets }: Deps): Imports {
  const files = createOfferedFiles()
  const refusalFiles = createRefusalFiles(join(workspace, '_meta', 'tmp'))
  const remembered = createRemembered({ workspace, log })
  const inTurn = createTurns()

  async function run(task: ImportTask, context: JobContext): Promise<Result<JobResult>> {
    const started = performance.now()
    const result = await inTurn<Result<JobResult>>(task.user_id, context.signal, importCancelled, () =>
      runImport(task, { store, directory }, context),
    )
    if (result.ok)
      log.info('import.finished', {
        bytes: task.sources.reduce((sum, source) => sum + source.bytes, 0),
        dry: task.rules.dry,
        changed: result.value.changed,
        skipped: result.value.skipped,
        error_count: result.value.error_count,
        ms: Math.round(performance.now() - started),
      })
    return result
  }

  type Work = {
    kind: Job['kind']
    title: string
    sources: ImportSource[]
    rules: ImportRules
    user_id: string
  }
  /** `after` is part of the job; `ended` is told also of one that was cancelled before it began. */
  type Around = { after(result: Result<JobResult>): Promise<void>; ended(): void }
  function startJob({ kind, title, sources, rules, user_id }: Work, around?: Around): Job {
    const path = refusalFiles.next()
    const job = jobs.start({
      user_id,
      kind,
      title,
      unit: 'audiences',
      async run(context) {
        const result = await run({ sources, rules, user_id, refusals_path: path }, context)
        await around?.after(result)
        return result
      },
      ended: () => around?.ended(),
    })
    refusalFiles.belongs(path, job.job_id)
    return job
  }

  function holdAll(input: ImportInput, user_id: string): Result<Held[]> {
    const held: Held[] = []
    for (const { file_token } of input.files) {
      const one = files.hold(file_token, user_id)
      if (!one.ok) {
        for (const { letGo } of held) void letGo(false)
        return one
      }
      held.push(one.value)
    }
    return ok(held)
  }

  function startFiles(input: ImportInput, dry: boolean, user_id: string): Result<Job> {
    const held = holdAll(input, user_id)
    if (!held.ok) return held
    const shared = sharedOf(input)
    const update = input.on_existing === 'update'
    const sources = held.value.map(({ file }, index) => {
      const { reading = {}, mapping = null } = input.files[index] ?? {}
      return fileSource(file, { reading, mapping, shared, update })
    })
    const { on_error, on_existing, replace } = input
    const rules = { on_error, on_existing, replace, dry, derive_ids: false }
    const title = `${dry ? 'Check' : 'Import'} ${namesOf(sources)}`
    const letGo = (done: boolean) => Promise.all(held.value.map(one => one.letGo(done)))
    const around: Around = {
      async after(result) {
        const done = !dry && result.ok && !(on_error === 'stop' && result.value.error_count > 0)
        if (done) await keepChoices(input, user_id)
        await letGo(done)
      },
      ended: () => void letGo(false),
    }
    const kind = dry ? 'import_check' : 'import'
    return ok(startJob({ kind, title, sources, rules, user_id }, around))
  }

  async function keepChoices(input: ImportInput, user_id: string) {
    const { shared } = input
    for (const { mapping } of input.files) if (mapping) await remembered.keep(user_id, { mapping, shared })
  }

  const plain = { replace: null, dry: false } as const
  return {
    offerFile: files.offer,
    holdFile: files.hold,
    async close() {
      await files.close()
      await refusalFiles.close()
    },
    handlers: {
      async 'imports.inspect'({ file_token, reading }, { user_id }) {
        const held = files.hold(file_token, user_id)
        if (!held.ok) return held
        const { file, letGo } = held.value
        return inspectFile(file, reading, user_id, remembered).finally(() => letGo(false))
      },
      'imports.plan': async (input, { user_id }) => startFiles(input, true, user_id),
      'imports.start': async (input, { user_id }) => startFiles(input, false, user_id),
      async 'imports.records'({ records, on_error, on_existing }, { user_id }) {
        const source = recordsSource(records)
        const rules = { ...plain, on_error, on_existing, derive_ids: false }
        return ok(
          startJob({ kind: 'import', title: `Import ${source.name}`, sources: [source], rules, user_id }),
        )
      },
      async 'imports.errors'({ job_id, cursor, limit }, { user_id }) {
        const job = jobs.get(user_id, job_id)
        if (!job.ok) return job
        const page = await refusalFiles.page(job_id, cursor, limit)
        return page ? ok(page) : invalid([{ path: 'cursor', message: 'does not belong to this list' }])
      },
      async 'imports.saveErrors'({ job_id, file_token }, { user_id }) {
        const refused = jobs.get(user_id, job_id)
        if (!refused.ok) return refused
        const target = targets.claim(file_token, user_id)
        if (!target.ok) return target
        return ok(
          jobs.start({
            user_id,
            kind: 'import_errors',
            title: `Save refused rows to ${target.value.name}`,
            unit: 'rows',
            run: context => refusalFiles.save(job_id, target.value, context),
          }),
        )
      },
      async 'samples.load'(_input, { user_id }) {
        const path = join(resources, 'sample', 'audiences.json')
        try {
          const { size } = await stat(path)
          const sources = [ownJsonSource({ path, name: 'the sample workspace', bytes: size })]
          const rules = { ...plain, on_error: 'stop', on_existing: 'skip', derive_ids: true } as const
          return ok(startJob({ kind: 'sample', title: 'Load the sample workspace', sources, rules, user_id }))
        } catch (error) {
          const failure = fileFailure(error, 'The sample workspace')
          if (!failure) throw error
          return failure
        }
      },
    },
  }
}
