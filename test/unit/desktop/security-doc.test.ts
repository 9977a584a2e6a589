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

/** A comment that speaks of it does nothing. */
const codeOf = (path: string) =>
  path.endsWith('.ts')
    ? read(path)
        .replaceAll(/\/\*[\s\S]*?\*\//g, '')
        .replaceAll(/(^|\s)\/\/.*$/gm, '')
    : read(path)

test.each(references)('%s has %s', (path, symbol) => {
  expect(codeOf(path)).toContain(symbol)
})

test('comments are no code', () => {
  expect(codeOf('src/main/desktop/sender.ts')).not.toContain('Who may call')
  expect(codeOf('src/main/desktop/window-options.ts')).toContain("title: 'Activation Manager'")
})

test('other files it names exist', () => {
  const named = [...doc.matchAll(/`((?:src|test|docs)\/[\w./-]+)`/g)].map(([, path = '']) => path)
  for (const path of named) expect(existsSync(new URL(path, root)), path).toBe(true)
  for (const [, spec] of doc.matchAll(/`([\w-]+\.spec\.ts)`/g))
    expect(existsSync(new URL(`test/e2e/desktop/${spec}`, root)), spec).toBe(true)
})
