// The shell's settings file: what it keeps, and what a damaged one costs.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSettings } from '../../../src/main/desktop/settings.ts'

const DEFAULTS = {
  workspace: null,
  user_id: null,
  window: null,
  theme: 'system',
  api: { on: false, port: null },
}
let folder: string
let path: string
const report = vi.fn()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
  path = join(folder, 'deeper', 'settings.json')
  report.mockReset()
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (text: string) => {
  mkdirSync(join(folder, 'deeper'))
  writeFileSync(path, text)
}

test('a first start has defaults and reports nothing', () => {
  expect(openSettings(path, report).get()).toEqual(DEFAULTS)
  expect(report).not.toHaveBeenCalled()
})

test('changes are kept, add up, and are there after reopening', () => {
  const window = { x: -5, y: 10, width: 1200, height: 800, maximized: false }
  const workspace = join(folder, 'workspace')
  const settings = openSettings(path, report)
  settings.change({ theme: 'dark', workspace })
  settings.change({ user_id: 'user_1', window })
  expect(settings.get()).toEqual({ ...DEFAULTS, theme: 'dark', workspace, user_id: 'user_1', window })
  expect(openSettings(path, report).get()).toEqual(settings.get())
})

test('writing leaves one whole file and no other', () => {
  openSettings(path, report).change({ theme: 'light' })
  expect(readdirSync(join(folder, 'deeper'))).toEqual(['settings.json'])
  expect(JSON.parse(readFileSync(path, 'utf8')).theme).toBe('light')
})

test.each(['', '{', 'null', '[]', '"text"', '\u0000\u0000\u0000'])(
  'a damaged file (%j) means defaults',
  text => {
    put(text)
    expect(openSettings(path, report).get()).toEqual(DEFAULTS)
  },
)

test('a file that is no JSON is reported', () => {
  put('{"theme": "da')
  openSettings(path, report)
  expect(report).toHaveBeenCalledOnce()
})

test.each([
  ['window', { x: 'left', y: 0, width: 900, height: 700, maximized: false }],
  ['window', { x: 0, y: 0, width: 1, height: 700, maximized: false }],
  ['theme', 'sepia'],
  ['user_id', '../other'],
  ['workspace', 'relative/folder'],
])('a bad %s (%j) costs that field alone', (field, value) => {
  const good = {
    workspace: folder,
    user_id: 'user_1',
    window: null,
    theme: 'dark',
    api: { on: true, port: 8787 },
  }
  put(JSON.stringify({ ...good, [field]: value }))
  expect(openSettings(path, report).get()).toEqual({ ...good, [field]: Reflect.get(DEFAULTS, field) })
})

test('a folder that can’t be written is reported; the value holds for this run', () => {
  writeFileSync(join(folder, 'deeper'), 'a file where the folder should be')
  const settings = openSettings(path, report)
  report.mockReset()
  settings.change({ theme: 'dark' })
  expect(settings.get().theme).toBe('dark')
  expect(report).toHaveBeenCalledOnce()
})
