// Exports records to a file, whole or not at all, or to the pipe.
import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { EXPORT_FORMATS, type ExportFormat, type ExportWhich } from '../../../shared/contract/exports.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT, type Given } from '../command.ts'
import { jobOf } from '../job.ts'
import { wrong } from '../parse.ts'
import { isEnough, print, printJson } from '../say.ts'
import { type Session, withSession } from '../session.ts'
import { CONDITIONS, filterOf, isPlural, recordOf, whichOf } from './entities.ts'

const STDOUT = '-'

/** By the option, else by the file's ending. */
export function formatOf(given: Given): Result<ExportFormat> {
  const to = given.text('to') ?? STDOUT
  const ending = extname(to).slice(1).toLowerCase()
  const wanted = given.text('format') ?? (to === STDOUT ? 'ndjson' : ending === 'jsonl' ? 'ndjson' : ending)
  const format = EXPORT_FORMATS.find(each => each === wanted)
  return format
    ? ok(format)
    : wrong(`--format must be one of ${EXPORT_FORMATS.join(', ')}, or --to end with one`, 'export')
}

const columnsOf = (given: Given) =>
  given
    .text('columns')
    ?.split(',')
    .map(name => name.trim())

async function whichFor(given: Given, session: Session): Promise<Result<ExportWhich>> {
  const [what = ''] = given.words
  if (isPlural(what)) {
    const filter = filterOf(given, what, 'export')
    return filter.ok ? ok(whichOf(what, filter.value)) : filter
  }
  const found = await recordOf(session, what)
  return found.ok ? ok({ entity: found.value.entity, ids: [what] } as ExportWhich) : found
}

async function toFile(given: Given, session: Session, path: string) {
  const format = formatOf(given)
  if (!format.ok) return format
  const which = await whichFor(given, session)
  if (!which.ok) return which
  const file_token = await session.place(path)
  if (!file_token.ok) return file_token
  const columns = columnsOf(given)
  return jobOf(session, () =>
    session.invoke('exports.start', {
      file_token: file_token.value,
      format: format.value,
      which: which.value,
      ...(columns && { columns }),
    }),
  )
}

/** Written to a file first: a program behind the pipe gets all of it or nothing. */
async function toPipe(given: Given, session: Session) {
  const folder = await mkdtemp(join(tmpdir(), 'activation-export-'))
  try {
    const path = join(folder, 'export')
    const job = await toFile(given, session, path)
    if (job.ok)
      await pipeline(createReadStream(path), process.stdout, { end: false }).catch(error => {
        if (!isEnough(error)) throw error
      })
    return job
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const EXPORT: Command = {
  summary: 'Export records to CSV, JSON, NDJSON, Parquet or Excel',
  words: [{ name: 'WHAT', says: 'audiences, platforms, distributions, or the id of one record' }],
  options: {
    to: { type: 'string', value: 'FILE', says: 'File to write (default: to the pipe, as NDJSON)' },
    format: {
      type: 'string',
      value: 'FORMAT',
      says: 'csv, json, ndjson, parquet or xlsx (default: by the file’s ending)',
    },
    columns: { type: 'string', value: 'NAMES', says: 'Only these columns, with commas between them' },
    force: { type: 'boolean', says: 'Replace a file that is there' },
    ...CONDITIONS,
    ...COMMON,
  },
  notes: 'Without --columns the records are whole and can be imported again. No secret is ever exported.',
  check(given) {
    if (given.text('to')?.trim() === '') return wrong('--to must name a file', 'export')
    const format = formatOf(given)
    if (!format.ok) return format
    if (given.is('json') && (given.text('to') ?? STDOUT) === STDOUT)
      return wrong('--json tells of a file and needs --to; for records as JSON add --format json', 'export')
    const [what] = given.words
    if (!isPlural(what)) return ok(null)
    const filter = filterOf(given, what, 'export')
    return filter.ok ? ok(null) : filter
  },
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const to = given.text('to') ?? STDOUT
      if (to === STDOUT) {
        const job = await toPipe(given, session)
        return job.ok ? ok(EXIT.done) : job
      }
      if (existsSync(to) && !given.is('force'))
        return fail('conflict', `${to} is there already`, { hint: 'Choose another name, or add --force.' })
      const job = await toFile(given, session, to)
      if (!job.ok) return job
      const { changed = 0, skipped = 0, file } = job.value.result ?? {}
      if (given.is('json')) await printJson({ file: to, bytes: file?.bytes, records: changed + skipped })
      else await print(`${to}: ${(file?.bytes ?? 0).toLocaleString('en')} bytes\n`)
      return ok(EXIT.done)
    }),
}
