// What the cases stand on: a core with a few records, and the ways to give it files, folders, backups, jobs and BigQuery.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Backend } from '../../../src/main/core/bigquery/backend/index.ts'
import { rowOf } from '../../../src/main/core/bigquery/rows/row.ts'
import { openConflicts } from '../../../src/main/core/bigquery/sync/conflicts.ts'
import { syncFolder } from '../../../src/main/core/bigquery/sync/state.ts'
import { createImports } from '../../../src/main/core/imports/index.ts'
import { silentLog } from '../../../src/main/core/log/log.ts'
import type { Store } from '../../../src/main/core/store/face.ts'
import type { InputOf } from '../../../src/shared/contract.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { ok, type Result } from '../../../src/shared/errors.ts'
import { audienceInput } from '../../support/audiences.ts'
import { type BigQueryWorld, connectInput, SERVICE_ACCOUNT, startBigQuery } from '../../support/bigquery.ts'
import { createTestCore, RETAIL, type TestCore } from '../../support/core.ts'
import { hurrying } from '../../support/hurrying.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { smallReference } from '../../support/reference.ts'

export type Env = TestCore & {
  audience: Audience
  second: Audience
  /** A drop folder that is there: testing it needs no network. */
  platform: Platform
  /** Connects the profile to BigQuery; nothing answers there, unless a stand-in is asked for. */
  connect(how?: { browser?: boolean; stand_in?: boolean }): Promise<void>
  /** A record that was changed here and in BigQuery. */
  conflict(): Promise<void>
  /** A bulk job that waits until `release`. */
  startJob(): Promise<string>
  release(): void
  /** Waits for the end of a job, which has to be a good one. */
  ended(job: { job_id: string }): Promise<void>
  offer(): Promise<string>
  /** A folder outside of the workspace. */
  share: string
  /** A place to save a file at. */
  target(): Promise<string>
  /** A folder of the reference system with records of `ana` and `ben`: its token. */
  reference(): Promise<string>
  /** A finished check of it. */
  checked(): Promise<string>
  /** A token for a backup of the workspace. */
  offerBackup(): Promise<string>
  /** Opens one, and says by what name. */
  openBackup(): Promise<string>
}

const valueIn = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

type Opened = Store | { store: Store; backend: Backend }

/** Over the store in memory, or over one that is made for the folder given. */
export async function createEnv(
  open: (folder: string) => Opened | Promise<Opened> = () => createMemoryStore(),
): Promise<Env> {
  const folder = await mkdtemp(join(tmpdir(), 'contract-test-'))
  await mkdir(join(folder, 'sample'))
  const share = join(folder, 'share')
  await mkdir(share)
  await cp(join(import.meta.dirname, '../../../resources/bigquery'), join(folder, 'bigquery'), {
    recursive: true,
  })
  await writeFile(join(folder, 'sample', 'audiences.json'), JSON.stringify([audienceInput()]))
  const opened = await open(join(folder, 'workspace'))
  const { store, backend } = 'backend' in opened ? opened : { store: opened, backend: undefined }
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const offerFile = async (name: string) =>
    valueIn(await test.core.offerFile(join(folder, name), name, RETAIL, false)).file_token
  const offerTarget = async (name: string) =>
    valueIn(await test.core.offerTarget({ path: join(folder, name) }, RETAIL)).file_token
  async function ended({ job_id }: { job_id: string }) {
    for (;;) {
      const job = await test.must('jobs.get', { job_id })
      if (job.error) throw new Error(job.error.message)
      if (job.finished_at) return
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  }
  async function offerBackup() {
    const to = { file_token: await offerTarget('contract.ambackup') }
    await ended(await test.must('backups.create', { to }))
    return offerFile('contract.ambackup')
  }
  const addresses = { api: NOBODY, oauth: NOBODY }
  let standIn: BigQueryWorld | null = null
  const test = await createTestCore({
    createImports,
    backend,
    bigquery: { environment: {}, endpoints: ok(addresses), clock: hurrying() },
    resources: folder,
    store: {
      ...store,
      async ids(...given) {
        await held
        return store.ids(...given)
      },
    },
  })
  async function reference() {
    const source = join(folder, 'reference')
    await smallReference(source)
    return valueIn(await test.core.offerFolder(source, RETAIL)).folder_token
  }
  return {
    ...test,
    audience: await test.must('audiences.create', audienceInput()),
    second: await test.must('audiences.create', audienceInput({ name: 'Luxury travellers' })),
    platform: await test.must('platforms.create', {
      name: 'Agency drop folder',
      platform_type: 'folder',
      settings: { path: folder },
    }),
    async connect({ browser, stand_in } = {}) {
      if (stand_in) {
        standIn = await startBigQuery()
        addresses.api = addresses.oauth = standIn.double.url
      }
      if ((await test.must('bigquery.status', {})).connection) return
      await test.must('bigquery.connect', browser ? byBrowser : connectInput())
      if (!standIn) return
      await ended(await test.must('bigquery.setUp', {}))
      const users = '`double-project.activation_manager.users`'
      await standIn.run(`INSERT INTO ${users} (user_id, display_name, created_at, owner_email)
        VALUES ('${EARLIER}', 'Retail analytics', TIMESTAMP '2026-11-02 08:00:00+00', '${SERVICE_ACCOUNT}')`)
    },
    async conflict() {
      const made = await test.must('audiences.create', audienceInput({ name: 'Runners' }))
      const place = { ...connectInput(), remote_user_id: RETAIL }
      const conflicts = await openConflicts(syncFolder(test.folder, RETAIL, place), silentLog)
      await conflicts.putAll([
        {
          entity: 'audience',
          id: made.audience_id,
          base_seq: null,
          theirs: rowOf('audience', { ...made, name: 'Marathon runners' }, RETAIL),
          found_at: '2026-11-26T09:00:00.000Z',
        },
      ])
      await test.must('bigquery.connect', connectInput())
    },
    release,
    ended,
    async startJob() {
      const job = await test.must('audiences.bulkMatching', { expected_count: 2, action: { do: 'archive' } })
      return job.job_id
    },
    async offer() {
      const records = [audienceInput({ name: 'Big Sky Families' })]
      await writeFile(join(folder, 'audiences.json'), JSON.stringify(records))
      return offerFile('audiences.json')
    },
    share,
    target: () => offerTarget('audiences.csv'),
    reference,
    async checked() {
      const scope = { folder_token: await reference(), who: 'mine', mine: 'ana' } as const
      const job = await test.must('migration.inspect', scope)
      await ended(job)
      return job.job_id
    },
    offerBackup,
    async openBackup() {
      // It is compared by ids.
      release()
      await ended(await test.must('backups.open', { from: { file_token: await offerBackup() } }))
      return (await test.must('backups.opened', {}))?.opened ?? ''
    },
    async close() {
      release()
      await test.close()
      await standIn?.double.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A profile of another computer. */
export const EARLIER = 'retail-analytics-2025'
/** The discard port: nobody listens there. */
const NOBODY = 'http://127.0.0.1:9'
const byBrowser: InputOf<'bigquery.connect'> = {
  project: 'double-project',
  dataset: 'activation_manager',
  location: 'EU',
  sign_in: {
    kind: 'browser',
    client_id: '1048576-desktop.apps.googleusercontent.com',
    client_secret: 'contract-client-secret',
  },
}
