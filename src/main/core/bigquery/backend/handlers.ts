// The operations of `bigquery.*` where each save is in BigQuery at once: there is nothing to push, and nothing to decide.
import type { SyncStatus } from '../../../../shared/contract/bigquery.ts'
import type { JobResult } from '../../../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { HandlersOf } from '../../handlers.ts'
import type { Jobs } from '../../jobs/face.ts'
import { checkSetup } from '../remote/check.ts'
import { TABLES } from '../rows/tables.ts'
import { makeTables, NOTHING_CHANGED, notSignedIn, profilesThere, WANTED } from '../service/there.ts'
import type { Backend } from './index.ts'
import type { TakenIn } from './take-in.ts'

type Deps = {
  backend: Backend
  jobs: Jobs
  resources: string
  changed(user_id: string): void
}

const NOTHING_UNPUSHED: SyncStatus['unpushed'] = {
  user: 0,
  platform: 0,
  audience: 0,
  distribution: 0,
  total: 0,
}

const byEnvironment = () =>
  fail('unsupported', 'The environment says where these records are kept and who signs in.', {
    hint: 'Change STORAGE_BACKEND, GOOGLE_CLOUD_PROJECT or the credentials of this computer, and start the app again.',
  })

const nothingToDecide = (id: string) =>
  fail('not_found', 'There is nothing to decide about this record.', {
    hint: 'Each save is checked in BigQuery at once, and told of then.',
    details: { id },
  })

const resultOf = ({ taken, refused }: TakenIn): JobResult => ({
  ...NOTHING_CHANGED,
  changed: taken,
  errors: refused.slice(0, 1_000).map(({ id, path, message }, index) => ({
    row: index + 1,
    line: null,
    path: path ? `${id}: ${path}` : id,
    message,
  })),
  error_count: refused.length,
})

export function createBackendHandlers({ backend, jobs, resources, changed }: Deps): HandlersOf<'bigquery'> {
  const { store, target, contact, connect, look } = backend

  async function status(): Promise<Result<SyncStatus>> {
    const { live } = store.info()
    return ok({
      connection: {
        project: target.project,
        dataset: target.dataset,
        location: target.location,
        from_environment: ['project', 'dataset', 'location'],
        sign_in: {
          kind: 'application_default',
          client_id: null,
          account: live?.account ?? null,
          state: 'ready',
        },
        remote_user_id: null,
        automatic: { every_minutes: null, on_quit: false },
      },
      unpushed: NOTHING_UNPUSHED,
      conflicts: 0,
      waiting_batch: false,
      job_id: null,
      last_push: null,
      last_pull_at: live?.read_at ?? null,
      last_look_at: null,
      resent: 0,
      problem: live?.problem ?? null,
    })
  }

  return {
    'bigquery.status': status,
    async 'bigquery.connect'() {
      return byEnvironment()
    },
    async 'bigquery.setAutomatic'() {
      return byEnvironment()
    },
    async 'bigquery.disconnect'() {
      return byEnvironment()
    },
    async 'bigquery.signIn'() {
      return byEnvironment()
    },
    async 'bigquery.adopt'() {
      return byEnvironment()
    },

    async 'bigquery.check'() {
      const remote = await connect()
      return ok({
        checks: remote.ok ? await checkSetup(remote.value, WANTED) : [notSignedIn(remote.error)],
      })
    },

    async 'bigquery.setUp'(_input, { user_id }) {
      return ok(
        jobs.start({
          user_id,
          kind: 'set_up',
          title: 'Set up BigQuery',
          unit: 'steps',
          lane: 'network',
          async run(context) {
            const remote = await connect()
            if (!remote.ok) return remote
            const made = await makeTables(remote.value, resources, context)
            if (made.ok) await look()
            return made
          },
          ended: () => changed(user_id),
        }),
      )
    },

    async 'bigquery.profiles'() {
      const remote = await contact()
      return remote.ok ? profilesThere(remote.value) : remote
    },

    async 'bigquery.preview'() {
      const nothing = { added: 0, changed: 0, deleted: 0, bytes: 0 }
      const tables = TABLES.map(({ entity, name }) => ({ entity, table: name, ...nothing }))
      return ok({ tables, rows: 0, bytes: 0, billed_bytes: 0, cost_usd: 0, why: null })
    },

    async 'bigquery.push'(_input, { user_id }) {
      return ok(
        jobs.start({
          user_id,
          kind: 'push',
          title: 'Push to BigQuery',
          unit: 'steps',
          async run({ message }) {
            message('Each save is in BigQuery already')
            return ok(NOTHING_CHANGED)
          },
        }),
      )
    },

    async 'bigquery.pull'(_input, { user_id }) {
      return ok(
        jobs.start({
          user_id,
          kind: 'pull',
          title: 'Read from BigQuery',
          unit: 'rows',
          lane: 'network',
          async run() {
            const read = await look()
            return read.ok ? ok(resultOf(read.value)) : read
          },
          ended: () => changed(user_id),
        }),
      )
    },

    async 'bigquery.compare'() {
      return fail('unsupported', 'There is nothing to compare: the records are those in BigQuery.', {
        hint: 'What is changed by SQL is read here once it sets `rev` and `synced_at`.',
      })
    },
    async 'bigquery.conflicts'() {
      return ok({ items: [] })
    },
    async 'bigquery.resolve'({ id }) {
      return nothingToDecide(id)
    },
    'bigquery.resolveAll': status,
    async 'bigquery.history'() {
      return ok({ pushes: [] })
    },
  }
}
