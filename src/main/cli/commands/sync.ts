// Push to BigQuery and pull from it, as the profile is connected.
import type { PushRecord } from '../../../shared/contract/bigquery.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT, type Given } from '../command.ts'
import { jobOf } from '../job.ts'
import { print, printJson, say, table } from '../say.ts'
import { type Session, withSession } from '../session.ts'

async function connected(session: Session): Promise<Result<null>> {
  const status = await session.invoke('bigquery.status', {})
  if (!status.ok) return status
  return status.value.connection
    ? ok(null)
    : fail('unsupported', 'This profile isn’t connected to BigQuery', {
        hint: 'Set it up once in the app, on the page BigQuery.',
      })
}

async function preview(given: Given, session: Session) {
  const found = await session.invoke('bigquery.preview', {})
  if (!found.ok) return found
  const { tables, rows, cost_usd, why } = found.value
  if (given.is('json')) await printJson(found.value)
  else {
    await print(
      table(
        ['TABLE', 'NEW', 'CHANGED', 'DELETED', 'BYTES'],
        tables.map(each => [each.table, each.added, each.changed, each.deleted, each.bytes]),
      ),
    )
    say(
      `${rows.toLocaleString('en')} rows${cost_usd === null ? '' : `, about ${cost_usd.toFixed(4)} US dollars`}`,
    )
    if (why) say(`BigQuery could not be asked: ${why.message}`)
  }
  return ok(EXIT.done)
}

/** How the push or pull that has just ended went: decisions that are open are left to see to. */
async function tell(given: Given, session: Session, done: string) {
  const status = await session.invoke('bigquery.status', {})
  if (!status.ok) return status
  const { unpushed, conflicts, last_push, last_pull_at } = status.value
  const push: PushRecord | null = last_push
  if (given.is('json')) await printJson({ unpushed, conflicts, last_push: push, last_pull_at })
  else {
    await print(`${done}. ${unpushed.total.toLocaleString('en')} changes not pushed.\n`)
    if (conflicts > 0)
      say(
        `${conflicts.toLocaleString('en')} records changed here and there: decide in the app, on the page BigQuery.`,
      )
  }
  return ok(conflicts > 0 ? EXIT.left : EXIT.done)
}

function sync(session: Session, operation: 'bigquery.push' | 'bigquery.pull') {
  return jobOf(session, async () => {
    const started = await session.invoke(operation, {})
    return started.ok ? session.invoke('jobs.get', { job_id: started.value.job_id }) : started
  })
}

export const PUSH: Command = {
  summary: 'Push what changed to BigQuery',
  options: { 'dry-run': { type: 'boolean', says: 'Say what would be pushed and what it costs' }, ...COMMON },
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const ready = await connected(session)
      if (!ready.ok) return ready
      if (given.is('dry-run')) return preview(given, session)
      const job = await sync(session, 'bigquery.push')
      return job.ok ? tell(given, session, 'Pushed') : job
    }),
}

export const PULL: Command = {
  summary: 'Pull what others changed from BigQuery',
  options: COMMON,
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const ready = await connected(session)
      if (!ready.ok) return ready
      const job = await sync(session, 'bigquery.pull')
      return job.ok ? tell(given, session, 'Pulled') : job
    }),
}
