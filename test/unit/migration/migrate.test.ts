// A folder of the reference system through the whole core: what is read, what becomes of it, and what never does.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  audienceRow,
  audiencesOf,
  distributionRow,
  distributionsOf,
  platformRow,
  platformsOf,
  sql,
  time,
  writeJunk,
  writeReference,
} from '../../support/reference.ts'
import { ME, openWorld, type World } from './support.ts'

/** Every file below a folder, by its relative name. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = new Map<string, Buffer>()
  for (const entry of entries.filter(one => one.isFile()))
    files.set(
      join(entry.parentPath, entry.name).slice(folder.length + 1),
      await readFile(join(entry.parentPath, entry.name)),
    )
  return files
}
const digest = async (folder: string) =>
  new Map(
    [...(await filesIn(folder))].map(([name, bytes]) => [
      name,
      createHash('sha256').update(bytes).digest('hex'),
    ]),
  )
const BLOB = 'gAAAAABl5f3kTHISISTHEBLOB'

describe('a folder with every quirk', () => {
  let world: World
  let before: Map<string, string>
  beforeAll(async () => {
    world = await openWorld()
    const { audience_id, metadata, segments, ...bare } = audienceRow()
    await writeReference(world.reference, [
      {
        path: audiencesOf('ana', '2024-03'),
        rows: [
          audienceRow({ extra_score: 0.5, total_audience_size: sql("'nan'::DOUBLE") }),
          audienceRow({ audience_id: 'aud with spaces', name: 'Odd id' }),
          audienceRow({ audience_id: 'aud_bad', segments: '[{"segment_id": 1,' }),
          audienceRow({ audience_id: null, name: 'Nameless' }),
        ],
      },
      {
        // An edit of a later month than the creation: a second row of one id, in another unit of time.
        path: audiencesOf('ana', '2024-05'),
        rows: [
          audienceRow({
            name: 'Eco renters, May',
            created_at: time('2024-03-05 09:30:00', 'ns'),
            updated_at: time('2024-05-01 12:00:00.123456789', 'ns'),
          }),
          audienceRow({ audience_id: 'aud_ms', updated_at: time('2024-05-02 12:00:00.5', 'ms') }),
        ],
      },
      // Columns that were not there yet, and none that says when.
      {
        path: audiencesOf('ana', '2023-11'),
        rows: [{ ...bare, audience_id: 'aud_old', created_at: null, updated_at: null }],
      },
      {
        path: platformsOf('ana'),
        rows: [
          platformRow({ credentials: `${BLOB}aaaaaaaa`, encrypted_secret: `${BLOB}cccccccc` }),
          platformRow({ platform_id: 'plat_fb', platform_type: 'facebook', credentials: `${BLOB}bbbbbbbb` }),
          platformRow({ platform_id: 'plat_no', platform_type: 'snapchat' }),
        ],
      },
      {
        path: distributionsOf('ana', '2024-03'),
        rows: [
          distributionRow(),
          distributionRow({
            distribution_id: 'dist_may',
            created_at: time('2024-06-01 00:00:00'),
            platform_id: 'plat_fb',
            match_rate: sql("'nan'::DOUBLE"),
          }),
          distributionRow({
            distribution_id: 'dist_due',
            status: 'pending',
            scheduled_at: time('2024-03-07 09:00:00'),
          }),
          distributionRow({
            distribution_id: 'dist_later',
            status: 'pending',
            scheduled_at: time('2099-03-07 09:00:00'),
          }),
          distributionRow({ distribution_id: 'dist_way', status: 'in_progress' }),
          distributionRow({ distribution_id: 'dist_odd', audience_id: 'aud with spaces' }),
          distributionRow({ distribution_id: 'dist_bad', audience_id: 'aud_bad' }),
          distributionRow({ distribution_id: 'dist_gone', audience_id: 'aud_gone' }),
          distributionRow({ distribution_id: 'dist_no', platform_id: 'plat_no' }),
        ],
      },
      {
        path: audiencesOf('ben%40example.com', '2024-04'),
        rows: [audienceRow({ audience_id: 'aud_ben', user_id: 'ben@example.com' })],
      },
      {
        path: 'users/users.parquet',
        rows: [
          {
            user_id: 'ben@example.com',
            name: 'Ben',
            email: 'ben@example.com',
            password_hash: `${BLOB}dddddddd`,
          },
        ],
      },
    ])
    await writeJunk(world.reference, audiencesOf('ana', '2024-06'), 'PAR1 this is no Parquet file PAR1')
    await writeJunk(world.reference, audiencesOf('ana', '2024-07'), '')
    await writeJunk(world.reference, 'audiences/user_id=ana/year=2024/month=03/backup.parquet', 'whatever')
    await writeJunk(world.reference, 'audiences/user_id=ana/year=2024/month=03/part-00001.parquet', 'ours')
    before = await digest(world.reference)
  })
  afterAll(() => world.close())

  it('is looked at: its users and their rows', async () => {
    const looked = await world.must('migration.look', { folder_token: await world.token() })
    expect(looked).toMatchObject({
      is_workspace: false,
      mine: null,
      may_all: true,
      users: [
        { user_id: 'ana', files: 7, rows: { audience: 7, platform: 3, distribution: 9 } },
        { user_id: 'ben@example.com', files: 1, rows: { audience: 1, platform: 0, distribution: 0 } },
      ],
    })
  })

  it('is checked without a change', async () => {
    const { job, report, notes } = await world.check({ who: 'all', mine: 'ana' })
    expect(job.result).toMatchObject({ changed: 14, error_count: 8 })
    expect(report).toMatchObject({
      checked_only: true,
      complete: true,
      files: { unreadable: 2, foreign: 1 },
      credential_count: 2,
      users: [
        {
          user_id: 'ana',
          profile_id: ME,
          profile_is_new: false,
          audience: { rows: 7, added: 4, earlier: 1, refused: 2 },
          platform: { rows: 3, added: 2, refused: 1 },
          distribution: { rows: 9, added: 6, refused: 3 },
        },
        {
          user_id: 'ben@example.com',
          profile_id: 'ben@example.com',
          profile_is_new: true,
          audience: { added: 1 },
        },
      ],
    })
    const refused = notes.filter(note => note.level === 'refused')
    expect(refused.map(({ file, row, id, message }) => [file.split('/').at(-1), row, id, message])).toEqual([
      ['audiences_202406.parquet', null, null, 'is not a whole Parquet file'],
      ['audiences_202407.parquet', null, null, 'is not a whole Parquet file'],
      ['audiences_202403.parquet', 3, 'aud_bad', expect.stringMatching(/^segments is not valid JSON, at /)],
      ['audiences_202403.parquet', 4, null, 'audience_id is missing'],
      ['platforms.parquet', 3, 'plat_no', 'platform_type “snapchat” is not a type that is known here'],
      [
        'distributions_202403.parquet',
        7,
        'dist_bad',
        'audience_id names aud_bad, and there is no such audience',
      ],
      [
        'distributions_202403.parquet',
        8,
        'dist_gone',
        'audience_id names aud_gone, and there is no such audience',
      ],
      [
        'distributions_202403.parquet',
        9,
        'dist_no',
        'platform_id names plat_no, and there is no such platform',
      ],
    ])
    expect((await world.must('audiences.count', {})).total).toBe(0)
    expect((await world.must('profiles.list', {})).profiles).toHaveLength(1)

    const path = join(world.folder, 'notes.csv')
    const target = await world.core().offerTarget({ path }, ME)
    if (!target.ok) throw new Error(target.error.message)
    const asked = { job_id: report.job_id, file_token: target.value.file_token }
    await world.ended((await world.must('migration.saveNotes', asked)).job_id)
    const [head, ...rows] = (await readFile(path, 'utf8')).split('\r\n')
    // A spreadsheet takes it for another encoding without the mark.
    expect(head).toBe('\ufefflevel,entity,user_id,file,row,id,message')
    expect(rows).toHaveLength(notes.length + 1)
  })

  it('is migrated: each record as the folder has it, and every one of its times', async () => {
    const { report } = await world.migrate({ who: 'all', mine: 'ana' })
    expect(report).toMatchObject({ checked_only: false, complete: true })
    const versions = await Promise.all(
      [2, 1].map(version => world.must('audiences.get', { audience_id: 'aud_1a2b3c4d', version })),
    )
    expect(versions.map(({ name, created_at, updated_at }) => [name, created_at, updated_at])).toEqual([
      ['Eco renters, May', '2024-03-05T09:30:00.000Z', '2024-05-01T12:00:00.123Z'],
      ['Eco-conscious renters', '2024-03-05T09:30:00.123Z', '2024-03-05T09:30:00.123Z'],
    ])
    const first = await world.must('audiences.get', { audience_id: 'aud_1a2b3c4d', version: 1 })
    expect(first).toMatchObject({
      size_source: 'segments',
      total_audience_size: 100_000,
      metadata: { extra_score: 0.5, campaign_id: 'camp_1', created_from: 'migrated' },
    })
    // Nothing says when it was made but the month of its folder.
    expect(await world.must('audiences.get', { audience_id: 'aud_old' })).toMatchObject({
      created_at: '2023-11-01T00:00:00.000Z',
      updated_at: '2023-11-01T00:00:00.000Z',
      segments: [],
    })
    expect(await world.must('audiences.get', { audience_id: 'aud_ms' })).toMatchObject({
      updated_at: '2024-05-02T12:00:00.500Z',
    })
    const odd = await world.must('audiences.list', { filter: { search: 'Odd id' } })
    expect(odd.items[0]?.audience_id).toMatch(/^aud_[0-9a-f]{32}$/)
    expect(await world.must('distributions.get', { distribution_id: 'dist_odd' })).toMatchObject({
      audience_id: odd.items[0]?.audience_id,
    })
  })

  it('has runs that say which version they sent, and none that starts', async () => {
    const states = new Map(
      (await world.must('distributions.list', {})).items.map(run => [run.distribution_id, run.status]),
    )
    expect(Object.fromEntries(states)).toEqual({
      dist_1a2b3c4d: 'completed',
      dist_may: 'completed',
      dist_odd: 'completed',
      dist_due: 'cancelled',
      dist_later: 'scheduled',
      dist_way: 'failed',
    })
    expect(await world.must('distributions.get', { distribution_id: 'dist_may' })).toMatchObject({
      audience_version: 2,
      platform_type: 'meta',
      match_results: { match_rate: 0.62 },
    })
    expect(await world.must('distributions.get', { distribution_id: 'dist_1a2b3c4d' })).toMatchObject({
      audience_version: 1,
    })
  })

  it('makes profiles for the others, with the names that the folder has, each with its own records', async () => {
    const { profiles } = await world.must('profiles.list', {})
    expect(profiles.map(({ user_id, display_name, email }) => [user_id, display_name, email])).toEqual([
      ['ben@example.com', 'Ben', 'ben@example.com'],
      [ME, 'Retail analytics', ''],
    ])
    expect(
      (await world.must('audiences.list', {}, 'ben@example.com')).items.map(one => one.audience_id),
    ).toEqual(['aud_ben'])
    expect(await world.call('audiences.get', { audience_id: 'aud_ben' })).toMatchObject({ ok: false })
  })

  it('migrated again changes nothing, and neither does it after a restart', async () => {
    for (const restart of [false, true]) {
      if (restart) await world.restart()
      const { job, report } = await world.migrate({ who: 'all', mine: 'ana' })
      expect(job.result).toMatchObject({ changed: 0, skipped: 13 })
      expect(report).toMatchObject({
        credential_count: 0,
        users: [
          { audience: { added: 0, updated: 0, unchanged: 4 }, distribution: { unchanged: 6 } },
          { profile_is_new: false },
        ],
      })
    }
    expect((await world.must('audiences.history', { audience_id: 'aud_1a2b3c4d' })).versions).toHaveLength(2)
  })

  it('leaves no byte of a credential anywhere, and every file of the folder as it was', async () => {
    await world.must('workspace.flush', {})
    const { job_id } = await world.must('migration.inspect', {
      folder_token: await world.token(),
      who: 'all',
    })
    await world.ended(job_id)
    const answers = JSON.stringify([
      await world.must('migration.report', { job_id }),
      await world.must('migration.notes', { job_id }),
      await world.must('platforms.list', {}),
    ])
    expect(answers).not.toContain(BLOB)
    for (const [name, bytes] of await filesIn(world.home)) expect(bytes.includes(BLOB), name).toBe(false)
    expect(await digest(world.reference)).toEqual(before)
  })
})

describe('records that are here', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())
  const write = (rows: Parameters<typeof audienceRow>[0][], platforms = [platformRow()]) =>
    writeReference(world.reference, [
      { path: audiencesOf('ana', '2024-03'), rows: rows.map(row => audienceRow(row)) },
      { path: platformsOf('ana'), rows: platforms },
    ])
  const mine = { who: 'mine', mine: 'ana' } as const

  it('follow the folder while nobody edited them; what was edited stays, and is told of', async () => {
    await world.must('audiences.create', { name: 'Made here', data_type: 'first_party' })
    await write([{ audience_id: 'aud_a' }, { audience_id: 'aud_b' }, { audience_id: 'aud_c' }])
    await world.migrate(mine)
    await world.must('audiences.update', {
      audience_id: 'aud_b',
      expected_version: 1,
      patch: { name: 'Edited here' },
    })
    await world.must('audiences.delete', { audience_id: 'aud_c', expected_version: 1 })
    const newer = { updated_at: time('2024-04-01 00:00:00') }
    await write([
      { audience_id: 'aud_a' },
      { audience_id: 'aud_a', name: 'April', ...newer },
      { audience_id: 'aud_b', name: 'April', ...newer },
      { audience_id: 'aud_c', name: 'April', ...newer },
    ])
    const { job, report, notes } = await world.migrate(mine)
    expect(job.result).toMatchObject({ changed: 1, skipped: 3 })
    expect(report.users[0]?.audience).toMatchObject({ updated: 1, kept: 2, added: 0 })
    expect(notes.map(({ level, id, row, message }) => [level, id, row, message])).toEqual([
      ['kept', 'aud_b', 3, expect.stringMatching(/edited here since it was migrated; it stays/)],
      ['kept', 'aud_c', 4, expect.stringMatching(/edited here since it was migrated; it stays/)],
    ])
    expect(await world.must('audiences.get', { audience_id: 'aud_a' })).toMatchObject({
      name: 'April',
      version: 2,
    })
    expect(await world.must('audiences.get', { audience_id: 'aud_b' })).toMatchObject({ name: 'Edited here' })
    expect(await world.must('audiences.get', { audience_id: 'aud_c' })).toMatchObject({ deleted: true })
    // Once more: what was edited is still told of, and nothing is written.
    expect((await world.migrate(mine)).job.result).toMatchObject({ changed: 0, skipped: 4 })
  })

  it('are sent as they were then: the same row twice is one version, one that can’t be read is none', async () => {
    const row = (month: string, change: Parameters<typeof audienceRow>[0] = {}) =>
      audienceRow({
        audience_id: 'aud_v',
        created_at: time('2024-01-01 00:00:00'),
        updated_at: time(`2024-${month}-01 00:00:00`),
        ...change,
      })
    const run = (distribution_id: string, at: string) =>
      distributionRow({
        distribution_id,
        audience_id: 'aud_v',
        audience_name: null,
        created_at: time(`${at} 00:00:00`),
        updated_at: time(`${at} 00:00:00`),
      })
    const files = [
      { path: audiencesOf('ana', '2024-03'), rows: [row('02', { name: 'One' })] },
      {
        path: audiencesOf('ana', '2024-04'),
        rows: [row('02', { name: 'One' }), row('04', { segments: '{' }), row('06', { name: 'Two' })],
      },
      { path: platformsOf('ana'), rows: [platformRow()] },
    ]
    const runs = [run('run_before', '2024-01-15'), run('run_one', '2024-05-01'), run('run_two', '2024-07-01')]
    await writeReference(world.reference, [...files, { path: distributionsOf('ana', '2024-03'), rows: runs }])
    await world.migrate(mine)
    // One that comes when the audience is here already.
    const late = { path: distributionsOf('ana', '2024-04'), rows: [run('run_late', '2024-07-02')] }
    await writeReference(world.reference, [late])
    await world.migrate(mine)
    const sent = await Promise.all(
      ['run_before', 'run_one', 'run_two', 'run_late'].map(async distribution_id => {
        const { audience_version, audience_name } = await world.must('distributions.get', { distribution_id })
        return [audience_version, audience_name]
      }),
    )
    expect(sent).toEqual([
      [1, 'One'],
      [1, 'One'],
      [2, 'Two'],
      [2, 'Two'],
    ])
  })

  it('keep the names of their platforms: one that comes gets the next free one', async () => {
    await world.must('platforms.create', { name: 'AGENCY seat two', platform_type: 'folder' })
    await write([{}], [platformRow(), platformRow({ platform_id: 'plat_two', name: 'Agency seat two' })])
    const { report } = await world.migrate(mine)
    expect(report.credentials.map(one => one.name)).toEqual(['Agency seat two (copy)'])
  })
})

describe('a folder that is the workspace itself', () => {
  it('is read by the reference’s names alone, and nothing of it is written over', async () => {
    const world = await openWorld()
    try {
      await world.must('audiences.create', { name: 'Made here', data_type: 'first_party' })
      await world.must('workspace.flush', {})
      await writeReference(world.home, [{ path: audiencesOf('ana', '2024-03'), rows: [audienceRow()] }])
      const theirs = await readFile(join(world.home, audiencesOf('ana', '2024-03')))
      const folder_token = await world.token(world.home)
      expect(await world.must('migration.look', { folder_token })).toMatchObject({
        is_workspace: true,
        mine: 'ana',
        users: [{ user_id: 'ana', rows: { audience: 1 } }],
      })
      const { job_id } = await world.must('migration.start', { folder_token, who: 'mine', mine: 'ana' })
      expect((await world.ended(job_id)).result).toMatchObject({ changed: 1 })
      await world.restart()
      expect((await world.must('audiences.count', {})).total).toBe(2)
      expect(await readFile(join(world.home, audiencesOf('ana', '2024-03')))).toEqual(theirs)
      // The store says so of a foreign file among its own, whether it was migrated or not.
      expect((await world.must('workspace.verify', {})).damage.map(one => one.message)).toEqual([
        expect.stringMatching(/not one of the workspace’s own/),
      ])
    } finally {
      await world.close()
    }
  })

  it('is read by its own name, also where that is a pattern that another’s matches', async () => {
    const world = await openWorld()
    try {
      const [mine, other] = [join(world.folder, 'old [1]'), join(world.folder, 'old 1')]
      await writeReference(mine, [{ path: audiencesOf('ana', '2024-03'), rows: [audienceRow()] }])
      await writeReference(other, [
        { path: audiencesOf('ana', '2024-03'), rows: [{}, {}].map(() => audienceRow()) },
      ])
      const folder_token = await world.token(mine)
      const { users } = await world.must('migration.look', { folder_token })
      expect(users[0]?.rows.audience).toBe(1)
      const { job_id } = await world.must('migration.start', { folder_token, who: 'mine', mine: 'ana' })
      expect((await world.ended(job_id)).result).toMatchObject({ changed: 1, error_count: 0 })
    } finally {
      await world.close()
    }
  })

  it('may have links in it: what they lead to inside is read, what isn’t to be had is told of', async () => {
    const world = await openWorld()
    try {
      const [march, april, may] = ['2024-03', '2024-04', '2024-05'].map(month => audiencesOf('ana', month))
      const moved = join(world.reference, 'moved')
      await writeReference(moved, [{ path: march ?? '', rows: [audienceRow()] }])
      await writeReference(world.folder, [{ path: 'outside.parquet', rows: [audienceRow()] }])
      for (const month of [april, may]) await mkdir(dirname(join(moved, month ?? '')), { recursive: true })
      await symlink(join(world.folder, 'gone.parquet'), join(moved, april ?? ''))
      await symlink(join(world.folder, 'outside.parquet'), join(moved, may ?? ''))
      await symlink(join(moved, 'audiences'), join(world.reference, 'audiences'))
      const { report, notes } = await world.check({ who: 'mine', mine: 'ana' })
      expect(report.users[0]?.audience).toMatchObject({ rows: 1, added: 1 })
      expect(notes.map(({ level, file, message }) => [level, file, message])).toEqual(
        [april, may].map(file => [
          'refused',
          file,
          expect.stringMatching(/^can’t be opened: it isn’t there/),
        ]),
      )
    } finally {
      await world.close()
    }
  })

  it('is found from above, and refused where there is nothing of the reference', async () => {
    const world = await openWorld()
    try {
      await writeReference(join(world.folder, 'app', 'data', 'persistence'), [
        { path: platformsOf('ana'), rows: [platformRow()] },
      ])
      const looked = await world.must('migration.look', {
        folder_token: await world.token(join(world.folder, 'app')),
      })
      expect(looked.folder).toBe(join(world.folder, 'app', 'data', 'persistence'))
      const nothing = await world.call('migration.look', { folder_token: await world.token(world.home) })
      expect(nothing).toMatchObject({ ok: false, error: { code: 'not_found' } })
    } finally {
      await world.close()
    }
  })
})

describe('who may', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
    await writeReference(
      world.reference,
      ['ana', ME].map(user => ({
        path: audiencesOf(user, '2024-03'),
        rows: [audienceRow({ user_id: user, audience_id: `aud_${user}` })],
      })),
    )
  })
  afterAll(() => world.close())
  const token = { session: 'token', door: 'server' } as const

  it('with a token: see and take its own profile’s records alone', async () => {
    const folder_token = await world.token()
    const looked = await world.call('migration.look', { folder_token }, token)
    expect(looked).toMatchObject({ ok: true, value: { may_all: false, mine: ME, users: [{ user_id: ME }] } })
    for (const [scope, code] of [
      [{ who: 'all' }, 'forbidden'],
      [{ who: 'mine', mine: 'ana' }, 'not_found'],
    ] as const) {
      const refused = await world.call('migration.start', { folder_token, ...scope }, token)
      expect(refused).toMatchObject({ ok: false, error: { code } })
    }
    const started = await world.call('migration.start', { folder_token, who: 'mine', mine: ME }, token)
    expect(started.ok && (await world.ended(started.value.job_id)).result).toMatchObject({ changed: 1 })
  })

  it('at the desk, two users of the folder never come into one profile', async () => {
    const { report } = await world.check({ who: 'all', mine: 'ana' })
    expect(report.users.map(user => [user.user_id, user.profile_id])).toEqual([
      ['ana', ME],
      [ME, expect.stringMatching(/^user_[0-9a-f]{32}$/)],
    ])
  })

  it('a folder’s token and a report are for the one who asked', async () => {
    const { job } = await world.check({ who: 'mine', mine: 'ana' })
    const other = { user_id: 'travel-analytics' }
    expect(await world.call('migration.look', { folder_token: await world.token() }, other)).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(await world.call('migration.report', { job_id: job.job_id }, other)).toMatchObject({
      error: { code: 'not_found' },
    })
  })
})
