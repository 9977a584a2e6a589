// A wait of one second, the default of the test programs, is too short for a busy machine: tests wait by `eventually`.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const tests = resolve(import.meta.dirname, '..')
const SHORT = /\bvi\.wait(For|Until)\(/

it('no test waits by what gives up after a second', () => {
  const files = readdirSync(tests, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(300)
  const short = files.filter(path => SHORT.test(readFileSync(path, 'utf8')))
  expect(short.map(path => path.slice(tests.length + 1))).toEqual([join('support', 'eventually.ts')])
})
