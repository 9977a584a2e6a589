// Where files go: whole or not at all, once, for who asked, and nothing left over.
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { saveFailure } from '../../../src/main/core/targets/failure.ts'
import { createTargets, fileName } from '../../../src/main/core/targets/index.ts'
import { fail, ok, type Result } from '../../../src/shared/errors.ts'
import { eventually } from '../../support/eventually.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'targets-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const targetsIn = (lifetime_ms?: number) =>
  createTargets({ workspace: join(folder, 'workspace'), ...(lifetime_ms && { lifetime_ms }) })
function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
const codeOf = (result: Result<unknown>) => (result.ok ? null : result.error.code)

it('writes beside the place and takes it in one step, over an earlier file', async () => {
  const targets = targetsIn()
  const path = join(folder, 'spring.csv')
  await writeFile(path, 'earlier')
  const { file_token, name } = targets.offer({ path }, 'analyst')
  expect(name).toBe('spring.csv')
  const target = must(targets.claim(file_token, 'analyst'))
  const written = await target.write(async part => {
    await part.append('name,size\n')
    await part.append(Buffer.from('Zürich,7\n'))
    expect(await readFile(path, 'utf8')).toBe('earlier')
    expect((await readdir(folder)).filter(other => other.startsWith('spring.csv.part-'))).toHaveLength(1)
    return ok(1)
  })
  expect(written).toEqual(ok({ value: 1, file: { file_token, name: 'spring.csv', bytes: 20 } }))
  expect(await readFile(path, 'utf8')).toBe('name,size\nZürich,7\n')
  expect(await readdir(folder)).toEqual(['spring.csv'])
  expect(targets.saved(file_token, 'analyst')).toEqual(
    ok({ path, name: 'spring.csv', bytes: 20, place: 'chosen' }),
  )
})

it('takes a file that something else wrote at the part’s path', async () => {
  const targets = targetsIn()
  const path = join(folder, 'a.parquet')
  const target = must(targets.claim(targets.offer({ path }, 'analyst').file_token, 'analyst'))
  await target.write(async part => {
    await writeFile(part.path, 'PAR1')
    return ok(null)
  })
  expect(await readFile(path, 'utf8')).toBe('PAR1')
})

const DISK_FULL = Object.assign(new Error('write'), { code: 'ENOSPC' })
const ENDINGS: [string, () => Promise<Result<null>>, string][] = [
  ['is refused', async () => fail('validation_failed', 'Nothing matches'), 'validation_failed'],
  ['is cancelled', async () => fail('cancelled', 'Cancelled'), 'cancelled'],
  ['finds the disk full', () => Promise.reject(DISK_FULL), 'storage_full'],
  [
    'finds it full in DuckDB’s words',
    () => Promise.reject(new Error('IO Error: Could not write file "x": No space left on device')),
    'storage_full',
  ],
]
it.each(ENDINGS)('what %s leaves nothing, and the earlier file as it was', async (_how, end, code) => {
  const targets = targetsIn()
  const path = join(folder, 'spring.csv')
  await writeFile(path, 'earlier')
  const { file_token } = targets.offer({ path }, 'analyst')
  const target = must(targets.claim(file_token, 'analyst'))
  const written = await target.write(async part => {
    await part.append('half a row')
    return end()
  })
  expect(codeOf(written)).toBe(code)
  expect(await readdir(folder)).toEqual(['spring.csv'])
  expect(await readFile(path, 'utf8')).toBe('earlier')
  expect(codeOf(targets.saved(file_token, 'analyst'))).toBe('not_found')
})

it('lets a bug through, and leaves nothing of it either', async () => {
  const targets = targetsIn()
  const place = { path: join(folder, 'spring.csv') }
  const target = must(targets.claim(targets.offer(place, 'analyst').file_token, 'analyst'))
  const bug = target.write(async part => {
    await part.append('x')
    throw new TypeError('not a disk')
  })
  await expect(bug).rejects.toThrow('not a disk')
  expect(await readdir(folder)).toEqual([])
})

it.each([
  ['a folder that is gone', ['nowhere', 'a.csv'], 'not_found'],
  ['a folder of that name', ['taken'], 'conflict'],
] as const)('%s is refused in words', async (_what, parts, code) => {
  await mkdir(join(folder, 'taken'))
  const targets = targetsIn()
  const place = { path: join(folder, ...parts) }
  const target = must(targets.claim(targets.offer(place, 'analyst').file_token, 'analyst'))
  const written = await target.write(async part => {
    await part.append('x')
    return ok(null)
  })
  expect(codeOf(written)).toBe(code)
  expect(await readdir(folder)).toEqual(['taken'])
})

it.each([
  ['EACCES', 'forbidden'],
  ['EROFS', 'forbidden'],
  ['EBUSY', 'storage_busy'],
  ['EDQUOT', 'storage_full'],
  ['EIO', 'internal'],
])('%s is %s', (code, told) => {
  expect(saveFailure(Object.assign(new Error('x'), { code }), 'a.csv')?.error.code).toBe(told)
})

it('is good once, for its user, for its time', async () => {
  const targets = targetsIn()
  const { file_token } = targets.offer({ path: join(folder, 'a.csv') }, 'analyst')
  expect(codeOf(targets.claim(file_token, 'someone-else'))).toBe('not_found')
  expect(codeOf(targets.saved(file_token, 'analyst'))).toBe('not_found')
  const target = must(targets.claim(file_token, 'analyst'))
  expect(codeOf(targets.claim(file_token, 'analyst'))).toBe('not_found')
  await target.write(async part => {
    await part.append('x')
    return ok(null)
  })
  expect(codeOf(targets.saved(file_token, 'someone-else'))).toBe('not_found')
  expect(targets.saved(file_token, 'analyst').ok).toBe(true)
  const short = targetsIn(1)
  const late = short.offer({ path: join(folder, 'b.csv') }, 'analyst').file_token
  await eventually(() => expect(codeOf(short.claim(late, 'analyst'))).toBe('not_found'))
})

it('keeps a download in the workspace until it is fetched in its time, or the program ends', async () => {
  const downloads = join(folder, 'workspace', '_meta', 'tmp', 'downloads')
  const left = () => readdir(downloads).catch(() => [])
  async function make(lifetime_ms?: number) {
    const targets = targetsIn(lifetime_ms)
    const { file_token, name } = targets.offer({ download: '../Zürich: spring.csv', by: 'page' }, 'analyst')
    expect(name).toBe('Zürich spring.csv')
    const target = must(targets.claim(file_token, 'analyst'))
    const written = must(
      await target.write(async part => {
        await part.append('x')
        return ok(null)
      }),
    )
    return { targets, file_token, written }
  }
  const { targets, file_token } = await make()
  const { path, place } = must(targets.saved(file_token, 'analyst'))
  expect([(await stat(path)).size, place]).toEqual([1, 'page'])
  expect(path.startsWith(downloads)).toBe(true)
  await targets.close()
  expect(await left()).toEqual([])
  await make(1)
  await eventually(async () => expect(await left()).toEqual([]))
})

it.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Temp\\a.csv', 'a.csv'],
  ['a\u0000b"<>|?*.csv', 'ab.csv'],
  ['...', 'file'],
  ['', 'file'],
])('the download %j is called %s', (wanted, name) => {
  expect(fileName(wanted)).toBe(name)
})
