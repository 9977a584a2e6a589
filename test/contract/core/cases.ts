// One input that succeeds for every operation of the core. The type makes the compiler miss one that is left out.
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
import type { CoreOperation, InputOf } from '../../../src/shared/contract.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { ok } from '../../../src/shared/errors.ts'
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
  const backupTarget = async () => {
    const offered = await test.core.offerTarget({ path: join(folder, 'contract.ambackup') }, RETAIL)
    if (!offered.ok) throw new Error(offered.error.message)
    return offered.value.file_token
  }
  async function ended({ job_id }: { job_id: string }) {
    for (;;) {
      const job = await test.must('jobs.get', { job_id })
      if (job.error) throw new Error(job.error.message)
      if (job.finished_at) return
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  }
  async function offerBackup() {
    await ended(await test.must('backups.create', { to: { file_token: await backupTarget() } }))
    const path = join(folder, 'contract.ambackup')
    const offered = await test.core.offerFile(path, 'contract.ambackup', RETAIL, false)
    if (!offered.ok) throw new Error(offered.error.message)
    return offered.value.file_token
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
    const offered = await test.core.offerFolder(source, RETAIL)
    if (!offered.ok) throw new Error(offered.error.message)
    return offered.value.folder_token
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
      const { job_id } = await test.must('bigquery.setUp', {})
      while ((await test.must('jobs.get', { job_id })).finished_at === null)
        await new Promise(resolve => setTimeout(resolve, 2))
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
    async startJob() {
      const job = await test.must('audiences.bulkMatching', { expected_count: 2, action: { do: 'archive' } })
      return job.job_id
    },
    async offer() {
      const path = join(folder, 'audiences.json')
      await writeFile(path, JSON.stringify([audienceInput({ name: 'Big Sky Families' })]))
      const offered = await test.core.offerFile(path, 'audiences.json', RETAIL, false)
      if (!offered.ok) throw new Error(offered.error.message)
      return offered.value.file_token
    },
    share,
    async target() {
      const offered = await test.core.offerTarget({ path: join(folder, 'audiences.csv') }, RETAIL)
      if (!offered.ok) throw new Error(offered.error.message)
      return offered.value.file_token
    },
    reference,
    async checked() {
      const scope = { folder_token: await reference(), who: 'mine', mine: 'ana' } as const
      const { job_id } = await test.must('migration.inspect', scope)
      while ((await test.must('jobs.get', { job_id })).finished_at === null)
        await new Promise(resolve => setTimeout(resolve, 2))
      return job_id
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
const EARLIER = 'retail-analytics-2025'
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

type Cases = { [N in CoreOperation]: (env: Env) => InputOf<N> | Promise<InputOf<N>> }
const none = () => ({})
const one = ({ audience }: Env) => ({ audience_id: audience.audience_id })
const onePlatform = ({ platform }: Env) => ({ platform_id: platform.platform_id })

async function connected(env: Env) {
  await env.connect()
  return {}
}

const LATER = '2099-06-01T07:00:00.000Z'
const PENDING = { metadata: { approval_status: 'pending' } } as const
const firstSegment = ({ audience }: Env) => {
  const [first] = audience.segments
  if (!first) throw new Error('The audience of the tests has no segments')
  return first.segment_id
}
const plan = ({ audience, platform }: Env) => ({
  audience_ids: [audience.audience_id],
  platform_ids: [platform.platform_id],
  when: { kind: 'at' as const, at: LATER },
})

/** A run that is planned for long after the test, or one that is put into another state. */
async function oneRun(env: Env, state?: Partial<Distribution>) {
  const { distributions } = await env.must('distributions.create', plan(env))
  const distribution_id = distributions[0]?.distribution_id ?? ''
  if (!state) return { distribution_id }
  const { version, ...record } = await env.must('distributions.get', { distribution_id })
  const metadata = { ...record.metadata, ...state.metadata }
  const put = {
    entity: 'distribution',
    record: { ...record, ...state, metadata },
    expected: version,
  } as const
  const saved = await env.store.commit(RETAIL, [put])
  if (!saved.ok) throw new Error(saved.error.message)
  return { distribution_id }
}

async function deliveredRun(env: Env) {
  const { distributions } = await env.must('distributions.create', { ...plan(env), when: { kind: 'now' } })
  const distribution_id = distributions[0]?.distribution_id ?? ''
  for (;;) {
    const { status, error_details } = await env.must('distributions.get', { distribution_id })
    if (status === 'completed') return { distribution_id }
    if (status === 'failed') throw new Error(error_details?.error_message)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}

export const cases: Cases = {
  'audiences.create': () => audienceInput({ status: 'active' }),
  'audiences.get': env => ({ ...one(env), version: 1 }),
  'audiences.getMany': env => ({
    audience_ids: [env.second.audience_id, env.audience.audience_id, 'aud_gone'],
  }),
  'audiences.list': () => ({
    filter: {
      search: 'eco',
      status: ['draft'],
      tags: ['spring'],
      size_min: 1,
      updated_from: '2020-01-01T00:00:00.000Z',
    },
    sort: { by: 'name', direction: 'asc' },
    limit: 10,
  }),
  'audiences.count': () => ({ filter: { search: 'eco' } }),
  'audiences.facets': () => ({ filter: { search: 'eco' } }),
  'audiences.update': env => ({
    ...one(env),
    expected_version: 1,
    patch: { name: 'Green renters', metadata: { tags: ['summer'], notes: 'Agreed with the planner' } },
    change_note: 'Summer flight',
  }),
  'audiences.setStatus': env => ({ ...one(env), status: 'active', expected_version: 1 }),
  'audiences.duplicate': env => ({ ...one(env), name: 'Green renters' }),
  'audiences.delete': env => ({ ...one(env), expected_version: 1 }),
  'audiences.undelete': one,
  'audiences.history': one,
  'audiences.restoreVersion': env => ({ ...one(env), version: 1, expected_version: 1 }),
  'audiences.diff': ({ audience, second }) => ({
    before: { audience_id: audience.audience_id, version: 1 },
    after: { audience_id: second.audience_id },
  }),
  'audiences.bulk': ({ audience, second }) => ({
    audience_ids: [audience.audience_id, second.audience_id],
    action: { do: 'tag', tags: ['q3'] },
  }),
  'audiences.bulkMatching': () => ({
    filter: { status: ['draft'] },
    expected_count: 2,
    action: { do: 'untag', tags: ['spring'] },
  }),
  'platforms.create': () => ({
    name: 'Loyalty hook',
    platform_type: 'webhook',
    status: 'active',
    notes: 'Run by the loyalty team',
    settings: { url: 'https://hooks.example.com/audiences', default_match_rate: 0.62, auto_refresh: true },
    credentials: { secret: 'contract-signing-secret-0001' },
  }),
  'platforms.get': env => ({ ...onePlatform(env), version: 1 }),
  'platforms.list': () => ({
    filter: { search: 'agency', platform_type: ['folder'], status: ['active'], deleted: false },
    sort: { by: 'updated_at', direction: 'desc' },
    limit: 10,
  }),
  'platforms.update': env => ({
    ...onePlatform(env),
    expected_version: 1,
    patch: { name: 'Agency share', notes: 'Moved in autumn', settings: { file_format: 'parquet' } },
    change_note: 'The agency reads Parquet now',
  }),
  'platforms.setStatus': env => ({ ...onePlatform(env), status: 'inactive', expected_version: 1 }),
  'platforms.duplicate': env => ({ ...onePlatform(env), name: 'Second drop folder' }),
  'platforms.delete': env => ({ ...onePlatform(env), expected_version: 1 }),
  'platforms.undelete': onePlatform,
  'platforms.history': onePlatform,
  'platforms.restoreVersion': env => ({ ...onePlatform(env), version: 1, expected_version: 1 }),
  'platforms.activity': ({ platform }) => ({ platform_ids: [platform.platform_id] }),
  'platforms.testConnection': onePlatform,
  'platforms.testAll': none,
  'distributions.preflight': env => ({ ...plan(env), segment_ids: [firstSegment(env)] }),
  'distributions.create': env => ({
    ...plan(env),
    leave_out: [],
    segment_ids: [firstSegment(env)],
    distribution_type: 'refresh',
    when: { kind: 'repeat', schedule: { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 1 } },
    campaign_name: 'Spring launch',
    notes: 'Agreed with the planner',
    request_approval: true,
    approval_comment: 'For the flight of Monday',
  }),
  'distributions.get': async env => ({ ...(await oneRun(env)), version: 1 }),
  'distributions.getMany': async env => ({
    distribution_ids: [(await oneRun(env)).distribution_id, 'dist_gone'],
  }),
  'distributions.list': env => ({
    filter: {
      search: 'eco',
      status: ['scheduled', 'failed'],
      platform_ids: [env.platform.platform_id],
      platform_type: ['folder'],
      happens_from: '2026-01-01T00:00:00.000Z',
      waiting_for_handover: false,
    },
    sort: { by: 'match_rate', direction: 'asc' },
    limit: 10,
  }),
  'distributions.count': () => ({ filter: { search: 'eco' } }),
  'distributions.history': oneRun,
  'distributions.update': async env => ({
    ...(await oneRun(env)),
    expected_version: 1,
    patch: {
      segment_ids: [firstSegment(env)],
      distribution_type: 'incremental',
      when: { kind: 'at', at: LATER },
      campaign_name: 'Summer launch',
      notes: 'Moved by the planner',
    },
  }),
  'distributions.runNow': oneRun,
  'distributions.retry': env =>
    oneRun(env, {
      status: 'failed',
      error_details: {
        error_code: 'offline',
        error_message: 'This computer was offline.',
        hint: null,
        retryable: true,
        retry_count: 0,
        next_retry_at: null,
      },
    }),
  'distributions.cancel': async env => ({ ...(await oneRun(env)), series: false }),
  'distributions.requestApproval': async env => ({ ...(await oneRun(env)), comment: 'Please look' }),
  'distributions.approve': async env => ({
    ...(await oneRun(env, PENDING)),
    expected_version: 2,
    comment: 'Good to go',
  }),
  'distributions.reject': async env => ({ ...(await oneRun(env, PENDING)), comment: 'Too small' }),
  'distributions.enterResults': async env => ({
    ...(await oneRun(env, { status: 'matching' })),
    expected_version: 2,
    results: {
      total_records: 1_000,
      matched_records: 620,
      rejected_records: 12,
      platform_audience_id: 'seg_9007199254740993',
      rejects: [{ reason: 'Malformed e-mail address', count: 12 }],
    },
  }),
  'distributions.receipt': deliveredRun,
  'distributions.insights': env => ({
    from: '2026-01-01T00:00:00.000Z',
    to: LATER,
    platform_ids: [env.platform.platform_id],
    zone: 'Pacific/Auckland',
  }),
  'credentials.state': none,
  'backups.state': none,
  'backups.setUp': () => ({
    folder: tmpdir(),
    repeat: 'weekly',
    at: '18:30',
    weekday: 5,
    keep_days: 7,
    keep_weeks: 4,
    passphrase: 'contract pass phrase',
  }),
  'backups.list': none,
  'backups.create': async env => ({
    to: { file_token: await env.target() },
    passphrase: 'contract pass phrase',
  }),
  'backups.verify': async env => ({
    from: { file_token: await env.offerBackup() },
    passphrase: 'not needed',
  }),
  'backups.open': async env => ({ from: { file_token: await env.offerBackup() }, passphrase: 'not needed' }),
  'backups.opened': none,
  'backups.close': none,
  'backups.differences': async env => ({
    opened: await env.openBackup(),
    entity: 'audience',
    kind: 'only_here',
    offset: 0,
    limit: 10,
  }),
  'backups.restore': async env => ({
    opened: await env.openBackup(),
    how: { how: 'bring_back', kinds: ['only_backup', 'differs'], entities: ['audience'] },
  }),
  'bigquery.status': connected,
  'bigquery.connect': () => connectInput(),
  'bigquery.setAutomatic': async env => ({ ...(await connected(env)), every_minutes: 60, on_quit: true }),
  'bigquery.disconnect': connected,
  async 'bigquery.signIn'(env) {
    await env.connect({ browser: true })
    return {}
  },
  'bigquery.check': connected,
  'bigquery.setUp': connected,
  async 'bigquery.profiles'(env) {
    await env.connect({ stand_in: true })
    return {}
  },
  async 'bigquery.adopt'(env) {
    await env.connect({ stand_in: true })
    return { user_id: EARLIER }
  },
  'bigquery.preview': connected,
  'bigquery.push': connected,
  'bigquery.pull': connected,
  'bigquery.compare': connected,
  async 'bigquery.conflicts'(env) {
    await env.conflict()
    return {}
  },
  async 'bigquery.resolve'(env) {
    await env.conflict()
    const { items } = await env.must('bigquery.conflicts', {})
    return { entity: 'audience', id: items[0]?.id ?? '', choice: 'mine' }
  },
  async 'bigquery.resolveAll'(env) {
    await env.conflict()
    return { choice: 'theirs' }
  },
  'bigquery.history': connected,
  'profiles.list': none,
  'profiles.create': () => ({
    display_name: 'Media planning',
    email: 'planning@example.com',
    organization: 'Media',
  }),
  'profiles.choose': () => ({ user_id: RETAIL }),
  'profiles.current': none,
  'profiles.update': () => ({
    display_name: 'Retail insights',
    email: 'retail@example.com',
    organization: 'Retail',
  }),
  'profiles.signOut': none,
  'imports.inspect': async env => ({ file_token: await env.offer(), reading: { encoding: 'utf-8' } }),
  'imports.plan': async env => ({
    files: [{ file_token: await env.offer(), mapping: { name: 'name', data_type: 'data_type' } }],
    on_existing: 'update',
    shared: { status: 'active', tags: ['spring'] },
    replace: { by: 'tag', value: 'spring' },
  }),
  'imports.start': async env => ({
    files: [{ file_token: await env.offer() }],
    on_error: 'skip',
    on_existing: 'update',
  }),
  'imports.records': () => ({
    records: [{ name: 'Big Sky Families', data_type: 'third_party' }],
    on_error: 'stop',
  }),
  'imports.saveErrors': async env => ({ job_id: await env.startJob(), file_token: await env.target() }),
  'imports.errors': async env => ({ job_id: await env.startJob(), limit: 10 }),
  'samples.load': none,
  'queries.tables': none,
  'queries.run': () => ({
    run_id: 'run_1',
    sql: 'SELECT status, count(*) AS audiences FROM audiences GROUP BY status',
  }),
  'queries.cancel': () => ({ run_id: 'run_1' }),
  'queries.export': async env => ({
    file_token: await env.target(),
    format: 'csv',
    sql: 'SELECT name, total_audience_size FROM audiences',
  }),
  'queries.list': none,
  'queries.save': () => ({ name: 'Largest audiences', sql: 'FROM audiences LIMIT 10' }),
  async 'queries.remove'(env) {
    const { query_id } = await env.must('queries.save', { name: 'To be removed', sql: 'FROM audiences' })
    return { query_id }
  },
  'exports.start': async env => ({
    file_token: await env.target(),
    format: 'csv',
    which: { entity: 'audience', filter: { status: ['draft'] }, sort: { by: 'name', direction: 'asc' } },
    columns: ['name', 'total_audience_size'],
  }),
  'exports.audience': async env => ({
    file_token: await env.target(),
    audience_id: env.audience.audience_id,
  }),
  'publish.state': none,
  'publish.setUp': ({ share }) => ({ folder: share, daily: true }),
  async 'publish.start'(env) {
    await env.must('publish.setUp', { folder: env.share })
    return {}
  },
  'exports.copy': ({ audience, release }) => {
    release()
    return {
      format: 'markdown',
      which: { entity: 'audience', ids: [audience.audience_id], sort: { by: 'name', direction: 'asc' } },
      columns: ['name', 'tags'],
    }
  },
  'migration.look': async env => ({ folder_token: await env.reference() }),
  'migration.inspect': async env => ({ folder_token: await env.reference(), who: 'mine', mine: 'ana' }),
  'migration.start': async env => ({ folder_token: await env.reference(), who: 'all', mine: 'ana' }),
  'migration.report': async env => ({ job_id: await env.checked() }),
  'migration.notes': async env => ({ job_id: await env.checked(), level: 'refused', offset: 0, limit: 10 }),
  'migration.saveNotes': async env => ({ job_id: await env.checked(), file_token: await env.target() }),
  'jobs.list': none,
  'jobs.get': async env => ({ job_id: await env.startJob() }),
  'jobs.cancel': async env => ({ job_id: await env.startJob() }),
  async 'jobs.dismiss'(env) {
    const job_id = await env.startJob()
    env.release()
    while ((await env.must('jobs.get', { job_id })).finished_at === null)
      await new Promise(resolve => setTimeout(resolve, 1))
    return { job_id }
  },
  'tokens.list': none,
  'tokens.create': () => ({
    name: 'Weekly report',
    scope: 'read_only',
    expires_at: '2099-01-01T00:00:00.000Z',
  }),
  'tokens.revoke': async env => {
    const made = await env.must('tokens.create', { name: 'Weekly report', scope: 'read_only' })
    return { token_id: made.token_id }
  },
  'preferences.get': none,
  'preferences.set': () => ({ theme: 'dark', density: 'compact', last_route: '/audiences' }),
  'drafts.list': none,
  'drafts.save': () => ({ key: 'new', base_version: 1, value: { name: 'Green renters' } }),
  'drafts.remove': () => ({ key: 'new' }),
  'workspace.info': none,
  'workspace.home': none,
  'workspace.flush': none,
  'workspace.verify': none,
  'workspace.repair': () => ({ dry_run: true }),
  'health.get': none,
}
