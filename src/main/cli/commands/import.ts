// Imports files of audiences: what it would do first where that is asked for, then all of it or nothing.
import type { InputOf } from '../../../shared/contract.ts'
import type { Job } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT, type Exit, type Given } from '../command.ts'
import { jobOf } from '../job.ts'
import { wrong } from '../parse.ts'
import { print, printJson, say } from '../say.ts'
import { type Session, withSession } from '../session.ts'

const MODES = ['add', 'update', 'copy', 'replace'] as const
type Mode = (typeof MODES)[number]
const ON_EXISTING = { add: 'skip', update: 'update', copy: 'copy', replace: 'update' } as const
const SHOWN = 20

type Input = InputOf<'imports.start'>

const modeOf = (given: Given): Result<Mode> => {
  const wanted = given.text('mode') ?? 'add'
  const mode = MODES.find(each => each === wanted)
  return mode ? ok(mode) : wrong(`--mode must be ${MODES.join(', ')}, not “${wanted}”`, 'import')
}

/** What the rows share, and which set they replace. */
function sharedOf(given: Given, mode: Mode): Result<Pick<Input, 'shared' | 'replace'>> {
  const [tag, campaign] = [given.text('tag'), given.text('campaign')]
  const data_type = given.text('data-type')
  if (mode === 'replace' && (tag === undefined) === (campaign === undefined))
    return wrong('--mode replace needs the set: one of --tag and --campaign', 'import')
  const shared = {
    ...(tag !== undefined && { tags: [tag] }),
    ...(campaign !== undefined && { campaign_id: campaign }),
    // The contract refuses what it doesn't know, and names it.
    ...(data_type !== undefined && { data_type: data_type as 'first_party' }),
  }
  if (mode !== 'replace') return ok({ shared })
  const replace =
    tag !== undefined
      ? { by: 'tag' as const, value: tag }
      : { by: 'campaign' as const, value: campaign ?? '' }
  return ok({ shared, replace } as Pick<Input, 'shared' | 'replace'>)
}

async function inputOf(given: Given, session: Session): Promise<Result<Input>> {
  const mode = modeOf(given)
  if (!mode.ok) return mode
  const shared = sharedOf(given, mode.value)
  if (!shared.ok) return shared
  const files: Input['files'] = []
  for (const path of given.words) {
    const token = await session.give(path)
    if (!token.ok) return token
    files.push({ file_token: token.value })
  }
  return ok({
    files,
    on_error: given.is('skip-refused') ? 'skip' : 'stop',
    on_existing: ON_EXISTING[mode.value],
    ...shared.value,
  })
}

const counted = (n: number, what: string) => `${n.toLocaleString('en')} ${what}`

async function tell(given: Given, job: Job): Promise<Exit> {
  const { result } = job
  const { counts, errors = [], error_count = 0 } = result ?? {}
  if (given.is('json')) await printJson({ dry_run: given.is('dry-run'), ...result })
  else {
    const parts = counts
      ? [
          counted(counts.created, 'new'),
          counted(counts.updated, 'changed'),
          counted(counts.unchanged, 'left as they were'),
          ...(counts.trashed > 0 ? [counted(counts.trashed, 'to the trash')] : []),
        ]
      : [counted(result?.changed ?? 0, 'written')]
    await print(
      `${given.is('dry-run') ? 'Would be: ' : ''}${[...parts, counted(error_count, 'refused')].join(', ')}\n`,
    )
    for (const { row, line, path, message, file } of errors.slice(0, SHOWN))
      say(
        `  ${file ? `${file}, ` : ''}row ${row}${line === null ? '' : ` (line ${line})`}: ${`${path} ${message}`.trim()}`,
      )
    if (error_count > SHOWN) say(`  and ${counted(error_count - SHOWN, 'more')}; --json lists up to 1,000`)
  }
  return error_count > 0 ? EXIT.left : EXIT.done
}

export const IMPORT: Command = {
  summary: 'Import audiences from CSV, TSV, JSON, NDJSON, Parquet or Excel',
  words: [{ name: 'FILE', says: 'One or more files; together they are one import', many: true }],
  options: {
    mode: {
      type: 'string',
      value: 'MODE',
      says: 'add leaves audiences that are there (default), update changes them, copy adds them once more with other ids, replace also moves those of the set that no row names to the trash',
    },
    tag: { type: 'string', value: 'TAG', says: 'Tag for every row; with replace, the set' },
    campaign: { type: 'string', value: 'ID', says: 'Campaign for every row; with replace, the set' },
    'data-type': {
      type: 'string',
      value: 'TYPE',
      says: 'first_party, third_party or clean_room, for new rows that don’t say',
    },
    'skip-refused': {
      type: 'boolean',
      says: 'Import the other rows where some are refused (otherwise none)',
    },
    'dry-run': { type: 'boolean', says: 'Say what would happen, and change nothing' },
    ...COMMON,
  },
  notes:
    'Columns go by their names. For columns of other names, import once in the app: the profile remembers which fills what.',
  check(given) {
    const mode = modeOf(given)
    if (!mode.ok) return mode
    const shared = sharedOf(given, mode.value)
    return shared.ok ? ok(null) : shared
  },
  run: (given, environment) =>
    withSession(
      given,
      environment,
      async session => {
        const input = await inputOf(given, session)
        if (!input.ok) return input
        const operation = given.is('dry-run') ? 'imports.plan' : 'imports.start'
        const job = await jobOf(session, () => session.invoke(operation, input.value))
        return job.ok ? ok(await tell(given, job.value)) : job
      },
      { makes: true },
    ),
}
