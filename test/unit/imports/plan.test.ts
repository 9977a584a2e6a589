// What an import would do and what it does: new rows, changed fields, sets that are replaced, several files, every refusal.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ImportInput } from '../../../src/shared/contract/imports.ts'
import type { SharedValues } from '../../../src/shared/domain/import-table.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { ANALYST, type Bench, finished, inputOf, openBench, rowsWithIds, unwrap } from './support.ts'
import { csvOf, type Row } from './tables.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

type Rules = Partial<Omit<ImportInput, 'files'>>
const run = async (how: 'plan' | 'start', tokens: string[], rules: Rules = {}): Promise<Job> =>
  finished(
    bench.jobs,
    unwrap(await bench.imports.handlers[`imports.${how}`](inputOf(tokens, rules), ANALYST)),
  )
/** Plans first: what the plan says must be what the import then does. */
async function importCsv(text: string, rules: Rules = {}) {
  const token = await bench.offer(text, 'analyst', false, 'spring.csv')
  const before = await bench.count()
  const planned = await run('plan', [token], rules)
  expect(await bench.count()).toBe(before)
  expect(planned.result?.changed).toBe(0)
  const done = await run('start', [token], rules)
  expect(done.result?.errors).toEqual(planned.result?.errors)
  if (rules.on_error === 'skip' || done.result?.error_count === 0)
    expect(done.result?.counts).toEqual(planned.result?.counts)
  return done
}
const get = async (id: string) => {
  const found = unwrap(await bench.store.get('audience', 'analyst', id))
  if (!found) throw new Error(`There is no ${id}`)
  return found
}
const counts = (created: number, updated: number, unchanged: number, trashed: number) => ({
  created,
  updated,
  unchanged,
  trashed,
})

const WHOLE: Row[] = rowsWithIds(6).map((row, index) => ({
  ...row,
  audience_id: `a-${index}`,
  metadata: { tags: index < 4 ? ['spring'] : ['autumn'], campaign_id: 'C1', notes: `Note ${index}` },
})) as unknown as Row[]
const putThere = () => importCsv(csvOf(WHOLE))

describe('rows for audiences that are there', () => {
  it('change the fields that they have cells for, and no others', async () => {
    await putThere()
    const before = await get('a-1')
    const text = 'audience_id,status,notes,Region\na-1,active,,North\na-2,,Seen,\n'
    const job = await importCsv(text, { on_existing: 'update' })
    expect(job.result).toMatchObject({ changed: 2, counts: counts(0, 2, 0, 0) })
    expect(await get('a-1')).toEqual({
      ...before,
      version: 2,
      status: 'active',
      metadata: { ...before.metadata, Region: 'North' },
      updated_at: expect.any(String),
    })
    expect((await get('a-2')).metadata).toMatchObject({ notes: 'Seen', campaign_id: 'C1', tags: ['spring'] })
  })

  it('are checked with what stays: totals, details and limits', async () => {
    await putThere()
    const text = 'audience_id,selected_variables,total_audience_size\na-0,ENV_001,77\n'
    await importCsv(text, { on_existing: 'update' })
    expect(await get('a-0')).toMatchObject({
      selected_variables: ['ENV_001'],
      total_audience_size: 77,
      size_source: 'imported',
    })
    const tags = JSON.stringify(Array.from({ length: 100 }, (_, n) => `t${n}`)).replaceAll('"', '""')
    const job = await importCsv(`audience_id,tags\na-1,"${tags}"\n`, {
      on_existing: 'update',
      shared: { tags: ['one more'] },
    })
    expect(job.result).toMatchObject({ changed: 0, error_count: 1, errors: [{ row: 1, line: 2 }] })
  })

  it('say nothing new, or are left alone', async () => {
    await putThere()
    expect((await importCsv(csvOf(WHOLE), { on_existing: 'update' })).result?.counts).toEqual(
      counts(0, 0, 6, 0),
    )
    const changed = WHOLE.map(row => ({ ...row, name: 'Other' }))
    expect((await importCsv(csvOf(changed))).result?.counts).toEqual(counts(0, 0, 6, 0))
    expect((await get('a-3')).version).toBe(1)
  })

  it('are copied where they are whole audiences, and refused where they aren’t', async () => {
    await putThere()
    expect((await importCsv(csvOf(WHOLE), { on_existing: 'copy' })).result?.counts).toEqual(
      counts(6, 0, 0, 0),
    )
    const job = await importCsv('audience_id,name,data_type\na-1,,first_party\n', { on_existing: 'copy' })
    expect(job.result).toMatchObject({ changed: 0, error_count: 1, errors: [{ row: 1, path: 'name' }] })
    expect((await get('a-1')).version).toBe(1)
  })

  it('of which new ones lack what an audience needs', async () => {
    await putThere()
    const text = 'audience_id,status\na-1,archived\nnew-1,active\n'
    const job = await importCsv(text, { on_existing: 'update', on_error: 'skip' })
    expect(job.result).toMatchObject({
      changed: 1,
      errors: [{ row: 2, line: 3, path: 'name', message: 'is missing: a new audience needs a name' }],
    })
  })
})

describe('what all rows share', () => {
  it('goes to new ones where they say nothing, and tags and campaign to every one', async () => {
    await putThere()
    const shared: SharedValues = {
      data_type: 'clean_room',
      status: 'active',
      tags: ['q4'],
      campaign_id: 'C9',
    }
    const text = 'audience_id,name,data_type\na-1,Renamed,\nn-1,New,\nn-2,Newer,third_party\n'
    await importCsv(text, { on_existing: 'update', shared })
    const before = WHOLE[1] as { data_type: string; status: string }
    expect(await get('a-1')).toMatchObject({
      data_type: before.data_type,
      status: before.status,
      metadata: { tags: ['spring', 'q4'], campaign_id: 'C9', notes: 'Note 1' },
    })
    expect(await get('n-1')).toMatchObject({
      data_type: 'clean_room',
      status: 'active',
      metadata: { tags: ['q4'] },
    })
    expect(await get('n-2')).toMatchObject({ data_type: 'third_party', status: 'active' })
  })
})

describe('a set that is replaced', () => {
  const spring: Rules = { on_existing: 'update', replace: { by: 'tag', value: 'spring' } }

  it('is what the file says: new, changed, the same, and the rest in the trash, in one commit', async () => {
    await putThere()
    const [same, other] = [WHOLE[0] ?? {}, { ...WHOLE[1], name: 'Renamed' }]
    const fresh = { audience_id: 'n-1', name: 'New', data_type: 'third_party' }
    const commit = vi.spyOn(bench.store, 'commit')
    const job = await importCsv(csvOf([same, other, fresh]), spring)
    expect(commit).toHaveBeenCalledTimes(1)
    expect(job.result).toMatchObject({ changed: 4, skipped: 1, counts: counts(1, 1, 1, 2) })
    expect(await get('n-1')).toMatchObject({ metadata: { tags: ['spring'] } })
    expect(await get('a-2')).toMatchObject({
      deleted: true,
      version: 2,
      change_note: 'Not in the import of spring.csv',
    })
    // Those outside the set stay, and what the trash has can be brought back.
    expect(await get('a-4')).toMatchObject({ deleted: false, version: 1 })
    const again = await importCsv(csvOf(WHOLE.slice(0, 4)), spring)
    expect(again.result?.counts).toEqual(counts(0, 3, 1, 1))
    expect(await get('a-2')).toMatchObject({ deleted: false })
    expect(await get('n-1')).toMatchObject({ deleted: true })
  })

  it('by campaign is all of that campaign, whose rows come into it', async () => {
    await putThere()
    const text = 'audience_id,name,data_type\na-5,Kept,third_party\nn-1,New,third_party\n'
    const job = await importCsv(text, { on_existing: 'update', replace: { by: 'campaign', value: 'C1' } })
    expect(job.result?.counts).toEqual(counts(1, 1, 0, 5))
    expect((await get('n-1')).metadata.campaign_id).toBe('C1')
  })

  it('stays as it is when one row is wrong', async () => {
    await putThere()
    const job = await importCsv('audience_id,name,data_type\na-0,,third_party\nn-1,New,other\n', spring)
    expect(job.result).toMatchObject({ changed: 0, error_count: 1 })
    expect(await bench.count()).toBe(6)
  })

  it('of thousands goes in groups', async () => {
    const many = Array.from({ length: 2_400 }, (_, n) => `m-${n},Audience ${n},third_party,bulk`)
    await importCsv(`audience_id,name,data_type,tags\n${many.join('\n')}\n`)
    const groups = vi.spyOn(bench.store, 'commitGroups')
    const job = await importCsv(`audience_id,name,data_type,tags\n${many.slice(0, 100).join('\n')}\n`, {
      on_existing: 'update',
      replace: { by: 'tag', value: 'bulk' },
    })
    expect(groups).toHaveBeenCalledTimes(1)
    expect(job.result).toMatchObject({ changed: 2_300, counts: counts(0, 0, 100, 2_300) })
  })
})

describe('several files', () => {
  const first = 'id,name,type\nx-1,One,first party\nx-2,Two,first party\n'
  const second = JSON.stringify([{ audience_id: 'x-3', name: 'Three', data_type: 'clean_room' }])

  it('are one import: all of them or nothing, and refusals name their file', async () => {
    const tokens = [
      await bench.offer(first, 'analyst', true, 'one.csv'),
      await bench.offer(second, 'analyst', true, 'two.json'),
    ]
    const bad = await bench.offer('id,name,type\nx-1,Again,first party\n', 'analyst', true, 'three.csv')
    const refused = await run('start', [...tokens, bad])
    expect(refused).toMatchObject({
      title: 'Import 3 files',
      result: {
        changed: 0,
        errors: [{ file: 'three.csv', row: 1, line: 2, message: 'repeats the id of row 1' }],
      },
    })
    expect((await run('start', tokens)).result).toMatchObject({ changed: 3, counts: counts(3, 0, 0, 0) })
    expect(await bench.files()).toEqual(['3.json'])
  })

  it('of which one can’t be read are refused by its name', async () => {
    const tokens = [
      await bench.offer(first, 'analyst', false, 'one.csv'),
      await bench.offer('', 'analyst', false, 'two.csv'),
    ]
    expect(await run('start', tokens)).toMatchObject({
      state: 'failed',
      error: { message: 'two.csv is empty' },
    })
    expect(await bench.count()).toBe(0)
  })
})

describe('every refusal', () => {
  it('can be had, a page at a time, also beyond the thousand of the result', async () => {
    const lines = Array.from({ length: 2_500 }, (_, n) => (n === 7 ? 'Fine,first_party' : `Name ${n},`))
    const job = await importCsv(`name,data_type\n${lines.join('\n')}\n`)
    expect(job.result).toMatchObject({ error_count: 2_499, changed: 0 })
    expect(job.result?.errors).toHaveLength(1_000)
    const all: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { errors: { row: number }[]; next_cursor: string | null } = unwrap(
        await bench.imports.handlers['imports.errors'](
          { job_id: job.job_id, limit: 700, ...(cursor && { cursor }) },
          ANALYST,
        ),
      )
      all.push(...page.errors.map(({ row }) => row))
      cursor = page.next_cursor
    }
    expect(all).toEqual(Array.from({ length: 2_500 }, (_, n) => n + 1).filter(row => row !== 8))
    const path = join(bench.folder, 'refused.csv')
    const { file_token } = bench.targets.offer({ path }, 'analyst')
    const given = { job_id: job.job_id, file_token }
    const saved = unwrap(await bench.imports.handlers['imports.saveErrors'](given, ANALYST))
    expect((await finished(bench.jobs, saved)).result).toMatchObject({
      changed: 2_499,
      file: { name: 'refused.csv' },
    })
    const [head, firstLine, ...others] = (await readFile(path, 'utf8')).split('\r\n')
    expect(head).toBe('\ufefffile,row,line,field,problem')
    expect(firstLine).toMatch(/^,1,2,data_type,"is missing: a new audience needs first_party/)
    expect(others).toHaveLength(2_499)
    const wrong = { job_id: job.job_id, limit: 10, cursor: '13' }
    expect(await bench.imports.handlers['imports.errors'](wrong, ANALYST)).toMatchObject({ ok: false })
    const none = { job_id: 'job_0', limit: 10 }
    expect(await bench.imports.handlers['imports.errors'](none, ANALYST)).toMatchObject({ ok: false })
  })
})

describe('a mapping', () => {
  const text = 'Kennung;Bezeichnung;Art\nk-1;Mieter;first party\n'
  const mapping = { Kennung: 'audience_id', Bezeichnung: 'name', Art: 'data_type' } as const
  const inspect = async (user_id = 'analyst', content = text) => {
    const file_token = await bench.offer(content, user_id, false, 'm.csv')
    return unwrap(
      await bench.imports.handlers['imports.inspect']({ file_token, reading: {} }, { ...ANALYST, user_id }),
    )
  }
  const targets = ({ columns }: { columns: { target: string }[] }) => columns.map(({ target }) => target)

  it('is remembered for the same columns in any order, for this profile alone', async () => {
    const seen = await inspect()
    expect(seen).toMatchObject({
      reading: { format: 'csv', encoding: 'utf-8', delimiter: ';', header: true, sheet: null },
      rows: [['k-1', 'Mieter', 'first party']],
      rows_seen: 1,
      more: false,
      remembered: false,
    })
    expect(targets(seen)).toEqual(['extra', 'extra', 'extra'])
    const files = [{ file_token: seen.file_token, reading: {}, mapping }]
    const shared = { tags: ['crm'] }
    const started = await bench.imports.handlers['imports.start'](
      { ...inputOf([], { shared }), files },
      ANALYST,
    )
    expect((await finished(bench.jobs, unwrap(started))).result?.changed).toBe(1)
    expect(await get('k-1')).toMatchObject({ name: 'Mieter', metadata: { tags: ['crm'] } })

    const again = await inspect('analyst', 'Art;Kennung;Bezeichnung\nfirst party;k-2;Käufer\n')
    expect(again).toMatchObject({ remembered: true, shared })
    expect(targets(again)).toEqual(['data_type', 'audience_id', 'name'])
    expect(targets(await inspect('other'))).toEqual(['extra', 'extra', 'extra'])
  })
})
