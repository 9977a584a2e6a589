// Exports: records as a file, one audience to be shared, rows for the clipboard. Files are written by jobs.
import type { ExportFormat, ParsedWhich } from '../../../shared/contract/exports.ts'
import { MOST_COPIED } from '../../../shared/contract/exports.ts'
import { columnsOf } from '../../../shared/domain/export-columns.ts'
import type { JobResult } from '../../../shared/domain/job.ts'
import { invalid, ok, type Result } from '../../../shared/errors.ts'
import { readAudience } from '../audiences/read.ts'
import type { HandlersOf, SignedIn } from '../handlers.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/face.ts'
import type { Target, Targets } from '../targets/index.ts'
import { textOf, tooManyToCopy } from './copy.ts'
import { pickIds } from './pick.ts'
import { type PlatformReads, readRows } from './read.ts'
import { sharedText } from './shared-audience.ts'
import { orStop, stopIfCancelled, stoppable } from './stop.ts'
import type { Value } from './values.ts'
import { tooManyRows, writeRows } from './write.ts'

type Deps = {
  workspace: string
  store: Store
  jobs: Jobs
  log: Log
  targets: Targets
  platforms: PlatformReads
}
type Asked = { format: ExportFormat; which: ParsedWhich; columns?: readonly string[] | undefined }

const UNITS = { audience: 'audiences', platform: 'platforms', distribution: 'distributions' } as const

const resultOf = (changed: number, file: NonNullable<JobResult['file']>): Result<JobResult> =>
  ok({ changed, skipped: 0, errors: [], error_count: 0, file })

const noColumns = () => invalid([{ path: 'columns', message: 'has a name that isn’t known' }])

export function createExports(deps: Deps): HandlersOf<'exports'> {
  const { workspace, store, jobs, log, targets } = deps

  async function run(
    { format, which, columns: names }: Asked,
    target: Target,
    context: SignedIn,
    { signal, progress, message }: JobContext,
  ): Promise<Result<JobResult>> {
    const { entity } = which
    const columns = columnsOf(entity, names)
    if (!columns) return noColumns()
    const started = performance.now()
    message('Looking which')
    const picked = await stoppable(() => pickIds(store, context.user_id, which, signal))
    if (!picked.ok) return picked
    const ids = picked.value
    const refused = tooManyRows(format, ids.length)
    if (refused) return refused
    message('Writing')
    progress(0, ids.length)
    const plan = {
      ...{ entity, format, columns, whole: names === undefined, workspace },
      ...{ ids, context, signal, progress },
    }
    const saved = await target.write(part => stoppable(async () => ok(await writeRows(part, deps, plan))))
    if (!saved.ok) return saved
    const ms = Math.round(performance.now() - started)
    const { value: rows, file } = saved.value
    log.info('export.finished', { entity, format, rows, bytes: file.bytes, ms })
    return resultOf(rows, file)
  }

  return {
    async 'exports.start'({ file_token, ...asked }, context) {
      const target = targets.claim(file_token, context.user_id)
      if (!target.ok) return target
      return ok(
        jobs.start({
          user_id: context.user_id,
          kind: 'export',
          title: `Export ${target.value.name}`,
          unit: UNITS[asked.which.entity],
          run: job => run(asked, target.value, context, job),
        }),
      )
    },

    async 'exports.audience'({ file_token, audience_id }, { user_id }) {
      const found = await readAudience(store, user_id, audience_id)
      if (!found.ok) return found
      const target = targets.claim(file_token, user_id)
      if (!target.ok) return target
      return ok(
        jobs.start({
          user_id,
          kind: 'export',
          title: `Export ${target.value.name}`,
          unit: UNITS.audience,
          async run({ signal }) {
            const saved = await target.value.write(part =>
              stoppable(async () => {
                stopIfCancelled(signal)
                await part.append(sharedText(found.value))
                return ok(null)
              }),
            )
            return saved.ok ? resultOf(1, saved.value.file) : saved
          },
        }),
      )
    },

    'exports.copy': ({ format, which, columns: names }, context) =>
      stoppable(async () => {
        const columns = columnsOf(which.entity, names)
        if (!columns) return noColumns()
        const ids = orStop(await pickIds(store, context.user_id, which))
        if (ids.length > MOST_COPIED) return tooManyToCopy(ids.length)
        const rows: Value[][] = []
        for await (const batch of readRows(deps, { entity: which.entity, ids, columns, context }))
          rows.push(...batch)
        return ok({ text: textOf(format, columns, rows), rows: rows.length })
      }),
  }
}
