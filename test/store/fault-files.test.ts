// The faulty disk itself: it really forgets what was not synced, and fails where it is told to.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FaultFiles, faultFiles } from './fault-files.ts'

let root = ''
let files: FaultFiles
const made: string[] = []
const at = (...names: string[]) => join(root, ...names)
const bytes = (text: string) => new TextEncoder().encode(text)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'am-fault-'))
  made.push(root)
  writeFileSync(at('old.txt'), 'old')
  files = faultFiles(root)
})
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function cut(mode: 'kept' | 'lost' | 'torn', seed?: number) {
  const folder = files.powerCut(mode, seed)
  made.push(folder)
  const text = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null
  return { folder, text }
}

test('what was there at the start survives', () => {
  expect(cut('lost').text('old.txt')).toBe('old')
})

test('a name is lost until its folder is synced, and its bytes until the file is', async () => {
  const log = files.openLog(at('log'), true)
  log.write(bytes('first\n'))
  expect(cut('lost').text('log')).toBeNull()
  expect(cut('kept').text('log')).toBe('first\n')
  await files.syncFolder(root)
  expect(cut('lost').text('log')).toBe('')
  log.sync()
  log.write(bytes('second\n'))
  expect(cut('lost').text('log')).toBe('first\n')
  expect(cut('kept').text('log')).toBe('first\nsecond\n')
  log.close()
})

test('a folder that its parent was not synced for is lost with all that is in it', async () => {
  await files.mkdir(at('a', 'b'))
  await files.write(at('a', 'b', 'part'), bytes('rows'))
  await files.syncFolder(at('a', 'b'))
  expect(cut('lost').text('a/b/part')).toBeNull()
  await files.syncFolder(at('a'))
  await files.syncFolder(root)
  expect(cut('lost').text('a/b/part')).toBe('rows')
})

test('a rename is undone by a power cut until the folder is synced, and the replaced file is back', async () => {
  await files.write(at('new.txt'), bytes('new'))
  await files.syncFolder(root)
  await files.rename(at('new.txt'), at('old.txt'))
  expect(cut('lost').text('old.txt')).toBe('old')
  expect(cut('lost').text('new.txt')).toBe('new')
  expect(cut('kept').text('old.txt')).toBe('new')
  await files.syncFolder(root)
  expect(cut('lost').text('old.txt')).toBe('new')
  expect(cut('lost').text('new.txt')).toBeNull()
})

test('a file moved to another folder is in one of the two whatever was synced', async () => {
  mkdirSync(at('tmp'))
  mkdirSync(at('data'))
  await files.syncFolder(root)
  await files.write(at('tmp', 'part'), bytes('rows'))
  await files.syncFolder(at('tmp'))
  await files.rename(at('tmp', 'part'), at('data', 'part'))
  for (let seed = 0; seed < 20; seed++) {
    const left = cut('torn', seed)
    expect([left.text('tmp/part'), left.text('data/part')]).toContain('rows')
  }
  await files.syncFolder(at('tmp'))
  expect(cut('lost').text('tmp/part') ?? cut('lost').text('data/part')).toBe('rows')
})

test('a removed file is back until its folder is synced', async () => {
  await files.remove(at('old.txt'))
  expect(cut('lost').text('old.txt')).toBe('old')
  await files.syncFolder(root)
  expect(cut('lost').text('old.txt')).toBeNull()
})

test('bytes that another program wrote are empty after the cut unless they were synced', async () => {
  writeFileSync(at('by-duckdb'), 'parquet')
  await files.syncFolder(root)
  expect(cut('lost').text('by-duckdb')).toBe('')
  await files.sync(at('by-duckdb'))
  expect(cut('lost').text('by-duckdb')).toBe('parquet')
})

test('a new file is never taken for a removed one whose inode number it got', async () => {
  await files.remove(at('old.txt'))
  writeFileSync(at('other.txt'), 'other')
  await files.syncFolder(root)
  expect(cut('lost').text('other.txt')).toBe('')
})

test('a torn tail is sometimes shorter, and what was synced before it is always whole', async () => {
  const log = files.openLog(at('log'), true)
  await files.syncFolder(root)
  log.write(bytes('synced\n'))
  log.sync()
  log.write(bytes('x'.repeat(2_000)))
  const sizes = new Set<number>()
  for (let seed = 0; seed < 30; seed++) {
    const text = cut('torn', seed).text('log') ?? ''
    expect(text.startsWith('synced\n')).toBe(true)
    sizes.add(text.length)
  }
  expect(sizes.size).toBeGreaterThan(5)
  log.close()
})

test('after a failed sync the lost bytes stay lost, though a later sync says it worked', async () => {
  const log = files.openLog(at('log'), true)
  await files.syncFolder(root)
  log.write(bytes('one'))
  files.fault = { at: files.steps.length, kind: 'EIO' }
  expect(() => log.sync()).toThrow(/EIO/)
  log.sync()
  expect(cut('lost').text('log')).toBe('')
})

test('faults come at their step, once or from then on', async () => {
  const log = files.openLog(at('log'), true)
  files.fault = { at: files.steps.length, kind: 'short' }
  expect(log.write(bytes('abcdef'))).toBe(3)
  expect(log.write(bytes('def'))).toBe(3)
  expect(readFileSync(at('log'), 'utf8')).toBe('abcdef')

  files.fault = { at: files.steps.length, kind: 'ENOSPC', lasting: true }
  expect(() => log.write(bytes('ghijkl'))).toThrow(expect.objectContaining({ code: 'ENOSPC' }))
  expect(readFileSync(at('log'), 'utf8')).toBe('abcdefghi')
  await expect(files.write(at('f'), bytes('data'))).rejects.toMatchObject({ code: 'ENOSPC' })
  await files.remove(at('f'))

  files.fault = { at: files.steps.length, kind: 'EPERM' }
  await expect(files.rename(at('old.txt'), at('x'))).rejects.toMatchObject({ code: 'EPERM' })
  await files.rename(at('old.txt'), at('x'))
  expect(readdirSync(root).sort()).toEqual(['log', 'x'])
  log.close()
})

test('after a crash nothing is carried out any more', async () => {
  files.fault = { at: 1, kind: 'crash' }
  await files.write(at('a'), bytes('a')).catch(() => null)
  await expect(files.write(at('b'), bytes('b'))).rejects.toMatchObject({ code: 'CRASH' })
  expect(existsSync(at('b'))).toBe(false)
  expect(cut('lost').text('a')).toBeNull()
})

test('a file written anew after a failed sync can be synced again', async () => {
  files.fault = { at: 1, kind: 'ENOSPC' }
  await expect(files.write(at('f'), bytes('first'))).rejects.toMatchObject({ code: 'ENOSPC' })
  await files.write(at('f'), bytes('second'))
  await files.syncFolder(root)
  expect(cut('lost').text('f')).toBe('second')
})
