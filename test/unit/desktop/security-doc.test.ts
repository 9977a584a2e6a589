// docs/security.md names files and symbols; this keeps it true.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const doc = read('docs/security.md')

/** `path` `symbol`, as they stand in the table and in the text. */
const references = [...doc.matchAll(/`((?:src|docs)\/[\w./-]+|package\.json)`\s+`([^`]+)`/g)].map(
  ([, path = '', symbol = '']) => [path, symbol] as const,
)

test('all 20 items are answered, each with a place', () => {
  const rows = doc.split('\n').filter(line => /^\|\s*\d+\s*\|/.test(line))
  expect(rows.map(row => Number(row.split('|')[1]))).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  )
  for (const row of rows) expect(row.split('|')[4], row).toMatch(/`[^`]+` `[^`]+`/)
  expect(references.length).toBeGreaterThanOrEqual(20)
})

test.each(references)('%s has %s', (path, symbol) => {
  expect(read(path)).toContain(symbol)
})

test('other files it names exist', () => {
  const named = [...doc.matchAll(/`((?:src|test|docs)\/[\w./-]+)`/g)].map(([, path = '']) => path)
  for (const path of named) expect(existsSync(new URL(path, root)), path).toBe(true)
  for (const [, spec] of doc.matchAll(/`([\w-]+\.spec\.ts)`/g))
    expect(existsSync(new URL(`test/e2e/desktop/${spec}`, root)), spec).toBe(true)
})
