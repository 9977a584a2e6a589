// The shell's small parts: menu, log, failure dialog, debounce, and the client made from the names.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MenuItemConstructorOptions, MessageBoxOptions } from 'electron'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { debounce } from '../../../src/main/desktop/debounce.ts'
import { failureDialog } from '../../../src/main/desktop/failure.ts'
import { openLog } from '../../../src/main/desktop/log.ts'
import { menuTemplate } from '../../../src/main/desktop/menu.ts'
import { clientOf } from '../../../src/shared/bridge.ts'
import { ok } from '../../../src/shared/errors.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shell-parts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const actions = () => ({ command: vi.fn(), openLogs: vi.fn(), reportIssue: vi.fn() })
const flat = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])

test('each item of the menu does something, and no accelerator is given twice', () => {
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    const items = flat(menuTemplate(actions(), { platform, dev: true }))
    for (const item of items)
      expect(item.type === 'separator' || item.role || item.submenu || item.click, item.label).toBeTruthy()
    const accelerators = items.flatMap(item => item.accelerator ?? [])
    expect(new Set(accelerators).size).toBe(accelerators.length)
  }
})

test('the menu leads to every page of distributions, and to BigQuery', () => {
  const given = actions()
  const items = flat(menuTemplate(given, { platform: 'linux', dev: false }))
  const names = [
    'distribution.create',
    'go.distributions',
    'go.insights',
    'go.bigquery',
    'go.sql',
    'bigquery.push',
    'bigquery.pull',
  ]
  for (const name of names)
    items.find(({ id }) => id === name)?.click?.(undefined as never, undefined, undefined as never)
  expect(given.command.mock.calls.flat()).toEqual(names)
})

test('reload and developer tools are there in development alone', () => {
  const roles = (dev: boolean) =>
    flat(menuTemplate(actions(), { platform: 'linux', dev })).map(item => item.role)
  expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
  expect(roles(false)).not.toContain('reload')
  expect(roles(false)).not.toContain('toggleDevTools')
})

test('macOS has its application menu first and no Quit in File', () => {
  const [first, file] = menuTemplate(actions(), { platform: 'darwin', dev: false })
  expect(first?.role).toBe('appMenu')
  expect(flat([file ?? {}]).map(item => item.role)).not.toContain('quit')
})

test('log lines are JSON with the stack of an error; a full file is set aside once', () => {
  const log = openLog(folder, () => new Date('2026-11-22T09:30:00Z'))
  log.write('error', 'It broke', new Error('why'))
  const line = JSON.parse(readFileSync(join(folder, 'shell.log'), 'utf8'))
  expect(line).toMatchObject({ at: '2026-11-22T09:30:00.000Z', level: 'error', message: 'It broke' })
  expect(line.error).toContain('Error: why')
  writeFileSync(join(folder, 'shell.log'), 'x'.repeat(1_000_001))
  log.write('info', 'Next')
  expect(readdirSync(folder).sort()).toEqual(['shell.1.log', 'shell.log'])
  expect(statSync(join(folder, 'shell.log')).size).toBeLessThan(200)
})

test('a log that can’t be written stays quiet', () => {
  writeFileSync(join(folder, 'file'), '')
  const log = openLog(join(folder, 'file', 'logs'))
  expect(() => log.write('info', 'Nowhere')).not.toThrow()
})

function dialog(...responses: number[]) {
  const showMessageBox = vi.fn(async (_options: MessageBoxOptions) => ({ response: responses.shift() ?? 2 }))
  const parts = { showMessageBox, openLogs: vi.fn(async () => {}), quit: vi.fn() }
  return { ...parts, show: failureDialog(parts), restart: vi.fn() }
}

test('the failure dialog explains, opens the logs and asks again, then restarts', async () => {
  const { show, restart, showMessageBox, openLogs, quit } = dialog(1, 0)
  await show('page', restart)
  expect(showMessageBox).toHaveBeenCalledTimes(2)
  expect(showMessageBox.mock.calls[0]?.[0]).toMatchObject({
    detail: expect.stringContaining('safe on disk'),
    buttons: ['Restart', 'Open log folder', 'Quit'],
  })
  expect(openLogs).toHaveBeenCalledOnce()
  expect(restart).toHaveBeenCalledOnce()
  expect(quit).not.toHaveBeenCalled()
})

test('Quit, or closing it, quits', async () => {
  const { show, restart, quit } = dialog(2)
  await show('core', restart)
  expect(quit).toHaveBeenCalledOnce()
  expect(restart).not.toHaveBeenCalled()
})

test('while it is open a second failure shows no second dialog', async () => {
  const { show, restart, showMessageBox } = dialog(0)
  await Promise.all([show('core', restart), show('page', restart)])
  expect(showMessageBox).toHaveBeenCalledOnce()
  expect(restart).toHaveBeenCalledOnce()
})

test('debounce runs once, after quiet', () => {
  vi.useFakeTimers()
  const run = vi.fn()
  const soon = debounce(run, 500)
  soon()
  vi.advanceTimersByTime(400)
  soon()
  vi.advanceTimersByTime(499)
  expect(run).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledOnce()
  vi.useRealTimers()
})

test('the client has one method for each operation, which calls it by its name', async () => {
  const call = vi.fn(async (name: string) => ok(name))
  const client = clientOf(call as never)
  const names = Object.entries(client).flatMap(([group, methods]) =>
    Object.keys(methods).map(method => `${group}.${method}`),
  )
  expect(names.sort()).toEqual([...OPERATION_NAMES].sort())
  const input = { audience_id: 'aud_1' }
  expect(await client.audiences.get(input)).toEqual(ok('audiences.get'))
  expect(call).toHaveBeenCalledExactlyOnceWith('audiences.get', input)
})
