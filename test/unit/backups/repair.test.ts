// A damaged data file comes back from a backup, row for row; what doesn't belong is set aside; a dry run changes nothing.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createCore } from '../../../src/main/core/app.ts'
import type { Core } from '../../../src/main/core/face.ts'
import type { CoreOperation, InputOf, OutputOf } from '../../../src/shared/contract.ts'
import { outsider, tableOf } from '../../store/outside.ts'
import { answerOf } from '../../support/app.ts'
import { audienceInput } from '../../support/audiences.ts'

const RETAIL = 'retail-analytics'

async function rowsIn(workspace: string): Promise<string[]> {
  const sql = `SELECT to_json(row)::VARCHAR FROM (SELECT row FROM ${tableOf(workspace, 'audience')} AS row)`
  const read = await (await outsider()).runAndReadAll(sql)
  return read
    .getRows()
    .map(([row]) => String(row))
    .sort()
}

it('brings back from a backup what a damaged file held, and says what is lost', async () => {
  const root = await mkdtemp(join(tmpdir(), 'backup-repair-'))
  const workspace = join(root, 'workspace')
  await mkdir(join(root, 'backups'))
  const open = async () =>
    answerOf(
      await createCore(
        {
          workspace,
          resources: join(import.meta.dirname, '../../../resources'),
          app_version: '0.1.0',
          credentials: { only: 'memory' },
        },
        { check_outputs: true },
      ),
    )
  let core: Core = await open()
  answerOf(await core.ensureProfile(RETAIL, 'Retail analytics'))
  const must = async <N extends CoreOperation>(operation: N, input: InputOf<N>): Promise<OutputOf<N>> =>
    answerOf(
      (await core.invoke(operation, input, { user_id: RETAIL, session: 'desktop', door: 'test' })) as never,
    )
  const partOf = async () => {
    const found = await readdir(join(workspace, 'audiences'), { recursive: true })
    return `audiences/${found.find(name => name.endsWith('.parquet'))?.replaceAll('\\', '/')}`
  }
  try {
    const made = await must('audiences.create', audienceInput({ name: 'Eco-minded renters' }))
    for (let version = 1; version <= 3; version++)
      await must('audiences.update', {
        audience_id: made.audience_id,
        expected_version: version,
        patch: { name: `Eco-minded renters ${version}` },
      })
    await must('workspace.flush', {})
    await must('backups.setUp', { folder: join(root, 'backups') })
    const job = await must('backups.create', { to: 'folder' })
    while ((await must('jobs.get', { job_id: job.job_id })).state !== 'completed')
      await new Promise(resolve => setTimeout(resolve, 5))
    const before = await rowsIn(workspace)
    // Saved after the backup, into the same file: this is lost with it.
    await must('audiences.create', audienceInput({ name: 'After the backup' }))
    await must('workspace.flush', {})
    await core.close()

    const part = await partOf()
    const bytes = await readFile(join(workspace, part))
    bytes[100] = (bytes[100] ?? 0) ^ 8
    await writeFile(join(workspace, part), bytes)
    const stranger = part.replace(/part-\d+/, 'part-00077')
    await writeFile(join(workspace, stranger), bytes)

    core = await open()
    const [backup] = (await must('backups.list', {})).backups
    const from = { place: 'folder' as const, name: backup?.name ?? '' }
    expect((await must('workspace.repair', {})).steps).toEqual(
      expect.arrayContaining([
        { file: part, outcome: 'lost', brought_back: 0, lost: 5 },
        { file: stranger, outcome: 'set_aside', brought_back: 0, lost: null },
      ]),
    )
    const dry = await must('workspace.repair', { from, dry_run: true })
    expect(dry.steps).toEqual([{ file: part, outcome: 'partly', brought_back: 4, lost: 1 }])
    expect(dry.damage).toMatchObject([{ file: part, rows: 5 }])
    const repaired = await must('workspace.repair', { from })
    expect(repaired.steps).toEqual(dry.steps)
    expect(repaired.damage).toMatchObject([{ file: part, rows: 1 }])
    expect(await rowsIn(workspace)).toEqual(before)
    const { versions } = await must('audiences.history', { audience_id: made.audience_id })
    expect(versions.map(one => one.version)).toEqual([4, 3, 2, 1])
    // Again, and after a new start, nothing is there twice.
    expect((await must('workspace.repair', { from })).steps[0]?.brought_back).toBe(0)
    await core.close()
    core = await open()
    expect(await rowsIn(workspace)).toEqual(before)
    expect((await must('workspace.verify', {})).damage).toHaveLength(1)
    expect(await readdir(join(workspace, '_meta', 'quarantine'))).toHaveLength(2)
  } finally {
    await core.close()
    await rm(root, { recursive: true, force: true })
  }
})
