// Two hundred files that are wrong: each is refused with words that help, and nothing of it is imported.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { badFiles, GOOD } from './malformed-files.ts'
import { ANALYST, finished, inputOf, openBench, unwrap } from './support.ts'
import { parquetOf } from './tables.ts'

const bench = await openBench()
afterAll(() => bench.close())
const files = await badFiles(await parquetOf(bench.folder, GOOD))

it('there are two hundred of them, of every kind', () => {
  expect(files.length).toBeGreaterThanOrEqual(200)
  expect(new Set(files.map(({ name }) => name)).size).toBe(6)
})

it.each(files.map((file, index) => ({ ...file, index })))('$name: $what', async file => {
  const user_id = `careful-${file.index}`
  const context = { ...ANALYST, user_id }
  const file_token = await bench.offer(file.content, user_id, true, file.name)
  const seen = await bench.imports.handlers['imports.inspect']({ file_token, reading: {} }, context)
  if (!seen.ok) expect(seen.error.code).toBe('validation_failed')

  const started = unwrap(await bench.imports.handlers['imports.start'](inputOf([file_token]), context))
  const job = await finished(bench.jobs, started, user_id)
  const count = await bench.count(user_id)
  if (file.mayPass && count > 0) {
    expect(job).toMatchObject({ state: 'completed', result: { error_count: 0, changed: count } })
    return
  }
  expect(count).toBe(0)
  const told = job.error
    ? [job.error.message]
    : (job.result?.errors ?? []).map(({ path, message }) => `${path} ${message}`.trim())
  if (job.error) {
    expect(job.error).toMatchObject({ code: 'validation_failed', hint: expect.any(String) })
    expect(job.error.message).toMatch(new RegExp(`^${file.name} (is|has|unpacks|names|needs)`))
  } else expect(job.result).toMatchObject({ changed: 0, error_count: told.length })
  expect(told.length).toBeGreaterThan(0)
  for (const text of told) {
    expect(text.length).toBeLessThan(600)
    expect(text).not.toContain(bench.folder)
  }
  if (file.says) expect(told.join('\n')).toMatch(file.says)
})

it('leave nothing behind', async () => {
  expect(
    (await readdir(join(bench.folder, 'workspace', '_meta', 'tmp'))).filter(
      name => !name.startsWith('refused-rows-'),
    ),
  ).toEqual([])
})
