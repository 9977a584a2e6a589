// Looks whether BigQuery is set up for push and pull, each need by itself. What it makes to try, it takes away again.
import type { AppError } from '../../../../shared/errors.ts'
import type { Checked, Remote, Schema, Wanted } from '../face.ts'
import { SCHEMA_TABLE, schemaVersionOf } from '../rows/setup.ts'
import { roleFor } from './permission.ts'

/** What rows of a table are read, merged and described with. */
const TABLE_NEEDS = ['bigquery.tables.get', 'bigquery.tables.getData', 'bigquery.tables.updateData']
const VIEW_NEEDS = ['bigquery.tables.getData']
const SET_UP = 'Run the set-up, or ask whoever keeps the project to run it.'

const good = (id: string, message: string): Checked => ({ id, state: 'ok', message, hint: null })
const bad = (id: string, message: string, hint: string | null): Checked => ({
  id,
  state: 'failed',
  message,
  hint,
})
const skipped = (id: string, message: string): Checked => ({ id, state: 'skipped', message, hint: null })
const told = (id: string, { message, hint }: AppError) => bad(id, message, hint ?? null)

type Way = { project: string }
const BASICS = ['account', 'api', 'project', 'jobs'] as const
const GOOD: Record<(typeof BASICS)[number], (way: Way & { account: string }) => string> = {
  account: ({ account }) => (account ? `Signed in as ${account}.` : 'BigQuery accepts the sign-in.'),
  api: () => 'The BigQuery API is enabled.',
  project: ({ project }) => `The project ${project} is reachable.`,
  jobs: ({ project }) => `You may run jobs in ${project}.`,
}

/** Which of the basics an error is about: those before it hold, those after it are not known. */
function faultyBasic({ code, details }: AppError): (typeof BASICS)[number] | null {
  const reason = details?.reason
  if (reason === 'accessNotConfigured' || reason === 'SERVICE_DISABLED') return 'api'
  if (code === 'not_found' || reason === 'billingNotEnabled') return 'project'
  if (code === 'forbidden' && details?.permission) return 'jobs'
  return null
}

/** One statement tells of sign-in, API, project and jobs at once. */
async function basics(remote: Remote, signal?: AbortSignal): Promise<Checked[]> {
  const { project } = remote.target
  const asked = await remote.account(signal)
  if (asked.ok) return BASICS.map(id => good(id, GOOD[id]({ project, account: asked.value })))
  const faulty = faultyBasic(asked.error) ?? 'account'
  const at = BASICS.indexOf(faulty)
  return BASICS.map((id, n) => {
    if (n < at) return good(id, GOOD[id]({ project, account: '' }))
    return n === at ? told(id, asked.error) : skipped(id, 'Not looked at: what comes before it failed.')
  })
}

async function datasetCheck(
  remote: Remote,
  id: string,
  name: string,
  signal?: AbortSignal,
): Promise<Checked> {
  const { location } = remote.target
  const got = await remote.dataset(name, signal)
  if (!got.ok) return told(id, got.error)
  if (!got.value) return bad(id, `There is no dataset ${name}.`, SET_UP)
  if (got.value.location.toLowerCase() !== location.toLowerCase()) {
    const message = `The dataset ${name} is in ${got.value.location}, not in ${location}.`
    return bad(id, message, `Set the location to ${got.value.location} in the settings.`)
  }
  return good(id, `The dataset ${name} is there, in ${location}.`)
}

const list = (names: readonly string[]) => names.join(', ')

function lackOf(id: string, where: string, lacking: readonly string[]): Checked | null {
  const [first] = lacking
  if (!first) return null
  const message = `Your account lacks permissions on the ${where}: ${list(lacking)}.`
  return bad(id, message, `Ask whoever keeps the project for the role ${roleFor(first)}.`)
}

async function stagingWrite(remote: Remote, signal?: AbortSignal): Promise<Checked> {
  const id = 'staging_write'
  const { staging_dataset } = remote.target
  const lacking = await remote.tryStaging(signal)
  if (!lacking.ok) return told(id, lacking.error)
  return (
    lackOf(id, `dataset ${staging_dataset}`, lacking.value) ??
    good(id, `You may load into ${staging_dataset}.`)
  )
}

function missingColumns(schema: Schema, columns: Wanted['tables'][number]['columns']): string[] {
  const there = new Map(schema.map(({ name, type }) => [name.toLowerCase(), type]))
  return columns.flatMap(({ name, type }) => {
    const found = there.get(name.toLowerCase())
    if (found === undefined) return [name]
    return found === type ? [] : [`${name} (is not ${type})`]
  })
}

async function standing(
  remote: Remote,
  id: string,
  what: { name: string; kind: 'table' | 'view'; columns: Wanted['tables'][number]['columns'] },
  signal?: AbortSignal,
): Promise<Checked> {
  const { name, kind, columns } = what
  const got = await remote.schema(name, signal)
  if (!got.ok) return told(id, got.error)
  if (!got.value) return bad(id, `There is no ${kind} ${name}.`, SET_UP)
  const missing = missingColumns(got.value, columns)
  if (missing.length > 0) return bad(id, `The ${kind} ${name} lacks columns: ${list(missing)}.`, SET_UP)
  const needs = kind === 'table' ? TABLE_NEEDS : VIEW_NEEDS
  const has = await remote.permits(name, needs, signal)
  if (!has.ok) return told(id, has.error)
  const lacking = needs.filter(need => !has.value.includes(need))
  const lack = lackOf(id, `${kind} ${name}`, lacking)
  return lack ?? good(id, kind === 'table' ? `${name} can be read and written.` : `${name} can be read.`)
}

async function versionCheck(remote: Remote, wanted: number, signal?: AbortSignal): Promise<Checked> {
  const id = 'version'
  const got = await remote.schema(SCHEMA_TABLE, signal)
  if (!got.ok) return told(id, got.error)
  const found = schemaVersionOf(got.value)
  if (found === 0) return bad(id, 'The dataset does not say which version its tables have.', SET_UP)
  if (found > wanted) {
    const message = `The tables are of version ${found}; this app knows version ${wanted}.`
    return bad(id, message, 'Install the newest version of the app before you push.')
  }
  if (found < wanted) return bad(id, `The tables are of version ${found}, older than ${wanted}.`, SET_UP)
  return good(id, `The tables are of version ${found}.`)
}

/**
 * Everything that push and pull need, in the order in which to see to it. `onChecked` hears of each as soon as it is
 * known. Never refuses: what can't be looked at is `failed` or `skipped`.
 */
export async function checkSetup(
  remote: Remote,
  wanted: Wanted,
  how: { signal?: AbortSignal; onChecked?: (one: Checked) => void } = {},
): Promise<Checked[]> {
  const { signal, onChecked } = how
  const all: Checked[] = []
  const add = (...more: Checked[]) => {
    all.push(...more)
    for (const one of more) onChecked?.(one)
  }
  const { dataset, staging_dataset } = remote.target
  const ids = ['dataset', 'staging', 'staging_write']
  const things = [
    ...wanted.tables.map(({ name, columns }) => ({
      id: `table:${name}`,
      name,
      columns,
      kind: 'table' as const,
    })),
    ...wanted.views.map(name => ({ id: `view:${name}`, name, columns: [], kind: 'view' as const })),
  ]
  const skip = (names: readonly string[], why: string) => add(...names.map(id => skipped(id, why)))

  add(...(await basics(remote, signal)))
  if (all.some(({ state }) => state === 'failed')) {
    skip([...ids, ...things.map(({ id }) => id), 'version'], 'Not looked at: what comes before it failed.')
    return all
  }
  const main = await datasetCheck(remote, 'dataset', dataset, signal)
  add(main)
  const staging = await datasetCheck(remote, 'staging', staging_dataset, signal)
  add(staging)
  if (staging.state === 'ok') add(await stagingWrite(remote, signal))
  else skip(['staging_write'], `Not looked at: first ${staging_dataset} must be there.`)
  if (main.state !== 'ok') {
    skip([...things.map(({ id }) => id), 'version'], `Not looked at: first ${dataset} must be there.`)
    return all
  }
  for (const thing of things) add(await standing(remote, thing.id, thing, signal))
  add(await versionCheck(remote, wanted.version, signal))
  return all
}

/** Whether everything is ready. */
export const isReady = (all: readonly Checked[]) => all.every(({ state }) => state === 'ok')
