// POST /api/import: a file, or some, become audiences in one call.
import { rm } from 'node:fs/promises'
import * as z from 'zod'
import { ON_EXISTING } from '../../../shared/contract/imports.ts'
import type { InputOf } from '../../../shared/contract.ts'
import { AUDIENCE_STATUSES, DATA_TYPES, IDENTIFIER_TYPES } from '../../../shared/domain/audience.ts'
import { DELIMITERS, ENCODINGS, IMPORT_FORMATS, Mapping } from '../../../shared/domain/import-table.ts'
import { ImportCounts, type Job, RowError } from '../../../shared/domain/job.ts'
import { fail, invalid, ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import { type Refusal, refuse } from '../answers.ts'
import { type Asking, contextOf } from '../caller.ts'
import type { ServerConfig } from '../config.ts'
import { mayDo, ownUser } from '../guard.ts'
import type { JobEnd } from '../job-end.ts'
import type { Route } from '../route.ts'
import { type Received, receiveFiles } from './import-files.ts'

const yesNo = z.enum(['true', 'false'])
const DELIMITER_WORDS = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const

/** Of the query, or fields of the form. */
const Options = z.strictObject({
  on_error: z.enum(['stop', 'skip']).optional(),
  on_existing: z.enum(ON_EXISTING).optional(),
  replace_tag: z.string().max(60).optional(),
  replace_campaign: z.string().max(200).optional(),
  data_type: z.enum(DATA_TYPES).optional(),
  status: z.enum(AUDIENCE_STATUSES).optional(),
  identifier_type: z.enum(IDENTIFIER_TYPES).optional(),
  /** Separated by commas. */
  tags: z.string().max(6_000).optional(),
  campaign_id: z.string().max(200).optional(),
  format: z.enum(IMPORT_FORMATS).optional(),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.union([z.enum(DELIMITERS), z.enum(['comma', 'semicolon', 'tab', 'bar'])]).optional(),
  header: yesNo.optional(),
  sheet: z.string().max(100).optional(),
  /** A JSON object: which field each column fills. */
  mapping: z.string().max(200_000).optional(),
  dry_run: yesNo.optional(),
  /** Whether the answer waits for the end of the import; who goes away meanwhile cancels it. */
  wait: yesNo.optional(),
})
type Options = z.output<typeof Options>

const Imported = z.object({
  success: z.literal(true),
  job_id: z.string(),
  message: z.string(),
  /** Null while it runs. */
  counts: ImportCounts.nullable(),
  error_count: z.int(),
  errors: z.array(RowError),
})

function mappingOf(text: string | undefined): Result<Mapping | null> {
  if (text === undefined) return ok(null)
  try {
    const parsed = parseInput(Mapping, JSON.parse(text))
    return parsed.ok ? parsed : invalid([{ path: 'mapping', message: parsed.error.message }])
  } catch {
    return invalid([{ path: 'mapping', message: 'must be a JSON object of columns and fields' }])
  }
}

function inputOf(tokens: readonly string[], options: Options): Result<InputOf<'imports.start'>> {
  const mapping = mappingOf(options.mapping)
  if (!mapping.ok) return mapping
  const { replace_tag, replace_campaign, delimiter, header, encoding, format, sheet } = options
  if (replace_tag !== undefined && replace_campaign !== undefined)
    return invalid([{ path: 'replace_campaign', message: 'can’t be named together with replace_tag' }])
  const replace =
    replace_tag !== undefined
      ? ({ by: 'tag', value: replace_tag } as const)
      : replace_campaign !== undefined
        ? ({ by: 'campaign', value: replace_campaign } as const)
        : null
  const reading = {
    format,
    encoding,
    delimiter: DELIMITERS.find(
      one => one === delimiter || one === Reflect.get(DELIMITER_WORDS, delimiter ?? ''),
    ),
    header: header === undefined ? undefined : header === 'true',
    sheet,
  }
  const tags = (options.tags ?? '').split(',').map(tag => tag.trim())
  const shared = {
    data_type: options.data_type,
    status: options.status,
    identifier_type: options.identifier_type,
    tags: options.tags === undefined ? undefined : tags.filter(Boolean),
    campaign_id: options.campaign_id,
  }
  return ok({
    files: tokens.map(file_token => ({ file_token, reading: defined(reading), mapping: mapping.value })),
    on_error: options.on_error ?? 'stop',
    on_existing: replace ? 'update' : (options.on_existing ?? 'skip'),
    shared: defined(shared),
    replace,
  })
}

const defined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

const count = (n: number, what: string) => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`

function said({ created, updated, unchanged, trashed }: ImportCounts, dry: boolean): string {
  const parts = [
    `${count(created, 'audience')} new`,
    `${updated.toLocaleString('en')} updated`,
    `${unchanged.toLocaleString('en')} as they ${dry ? 'are' : 'were'}`,
    `${trashed.toLocaleString('en')} to the trash`,
  ]
  return `${dry ? 'Nothing was imported yet. It would be: ' : 'Imported: '}${parts.join(', ')}`
}

/** What came of the job. Rows that stopped it are a refusal, with all of the first thousand named. */
function outcome(job: Job, dry: boolean): Result<Omit<z.output<typeof Imported>, 'success'>> {
  if (job.error) return { ok: false, error: job.error }
  const { result, job_id } = job
  if (!result)
    return ok({ job_id, message: `${job.title}: it has begun`, counts: null, error_count: 0, errors: [] })
  const { counts = null, errors, error_count, changed } = result
  const nothing = changed === 0 && counts !== null && counts.unchanged === 0
  if (!dry && error_count > 0 && nothing)
    return fail('validation_failed', `${count(error_count, 'row')} can’t be taken. Nothing was imported.`, {
      hint: 'Correct them in the file, or import the others with on_error=skip.',
      details: { job_id, error_count, errors },
    })
  return ok({ job_id, message: counts ? said(counts, dry) : job.title, counts, error_count, errors })
}

const parameter = ([name, schema]: [string, unknown]) => ({
  name,
  in: 'query',
  required: false,
  schema,
})

export const importRoutes = (config: ServerConfig, jobEnds: JobEnd): Route[] => {
  async function importOf(
    c: Asking,
    { tokens, fields }: Received,
  ): Promise<Result<{ job: Job; dry: boolean }>> {
    if (tokens.length === 0)
      return fail('validation_failed', 'There is no file in the form', {
        hint: 'Send each file as a part that has a filename.',
      })
    const { user_id, ...given } = { ...c.req.query(), ...fields }
    const own = ownUser(c, user_id)
    if (!own.ok) return own
    const options = parseInput(Options, given)
    if (!options.ok) return options
    const input = inputOf(tokens, options.value)
    if (!input.ok) return input
    const dry = options.value.dry_run === 'true'
    const context = contextOf(c)
    const start = () =>
      config.core.invoke(dry ? 'imports.plan' : 'imports.start', input.value, context) as Promise<Result<Job>>
    const job =
      options.value.wait === 'false'
        ? await start()
        : await jobEnds(c.get('caller').user_id, start, c.req.raw.signal)
    return job.ok ? ok({ job: job.value, dry }) : job
  }

  async function handle(c: Asking): Promise<{ ok: true; value: object } | (Refusal & { ok: false })> {
    const may = mayDo(c, 'write')
    if (!may.ok) return may
    const received = await receiveFiles(c, config)
    if (!received.ok) return received
    const { paths } = received.value
    const imported = await importOf(c, received.value)
    // Nobody was told their tokens: they are of no more use, unless a job is still at them.
    if (!imported.ok || imported.value.job.finished_at !== null)
      await Promise.all(paths.map(path => rm(path, { force: true }).catch(() => {})))
    return imported.ok ? outcome(imported.value.job, imported.value.dry) : imported
  }
  return [
    {
      kind: 'plain',
      method: 'post',
      path: '/api/import',
      tag: 'Files',
      summary: 'Import audiences from CSV, TSV, JSON, NDJSON, Parquet or Excel files: all rows or nothing',
      detail:
        'Several files of a form are one import. With octet-stream the name goes, percent-encoded, into X-File-Name. ' +
        'What is a parameter of the query may also be a field of the form.',
      effect: 'write',
      open: false,
      described: {
        parameters: [
          { name: 'X-File-Name', in: 'header', schema: { type: 'string', maxLength: 1_000 } },
          ...Object.entries(z.toJSONSchema(Options, { io: 'input' }).properties ?? {}).map(parameter),
        ],
        requestBody: {
          required: true,
          content: {
            'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
            'multipart/form-data': {
              schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
            },
          },
        },
        responses: {
          200: {
            description: 'It is imported, planned, or begun',
            content: { 'application/json': { schema: z.toJSONSchema(Imported) } },
          },
        },
      },
      async handle(c) {
        const answer = await handle(c)
        return answer.ok ? c.json({ success: true, ...answer.value }) : refuse(c, answer)
      },
    },
  ]
}
