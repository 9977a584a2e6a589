// What a fresh clone relies on: exact versions, the README's commands, and the programs they name.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { PLAYWRIGHT_OFF } from '../support/chromium.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const described = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies' | 'scripts',
  Record<string, string>
>

it.each(Object.entries({ ...described.dependencies, ...described.devDependencies }))(
  '%s is pinned to one version, not %s',
  (_name, version) => {
    expect(version).toMatch(/^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/)
  },
)

it('the lock file has the same versions', () => {
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, object> }
  expect(lock.packages['']).toMatchObject({
    dependencies: described.dependencies,
    devDependencies: described.devDependencies,
  })
})

it('the README’s commands exist', () => {
  const commands = [...read('README.md').matchAll(/\bnpm (?:run )?([a-z]+)/g)].map(([, name]) => name)
  expect(commands).toContain('start')
  expect(commands).toContain('test')
  const ofNpm = ['ci', 'install']
  const known = Object.keys(described.scripts)
  expect(commands.filter(name => name && !ofNpm.includes(name) && !known.includes(name))).toEqual([])
})

it.each(Object.entries(described.scripts))('the command %s names files that exist: %s', (_name, command) => {
  const files = command.split(' ').filter(word => /\.(mjs|ts)$/.test(word))
  for (const file of files) expect(existsSync(join(root, file))).toBe(true)
})

it('the tests’ Chromium leaves off what Playwright leaves off', () => {
  const [, list = ''] =
    /\bdisabledFeatures = \[([^\]]+)\]/.exec(read('node_modules/playwright-core/lib/coreBundle.js')) ?? []
  const names = [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(0)
  expect(names).toEqual(PLAYWRIGHT_OFF)
})
