// A short life of a store, step by step, for tests that break the disk at every one of its steps.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Put, Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import type { AppError, Result } from '../../src/shared/errors.ts'
import { acked, type Book, begin, complaints, type Entry, settle } from './book.ts'
import { type FaultFiles, faultFiles, restore, type Survivors } from './fault-files.ts'
import { foundOutside, glance, strays } from './outside.ts'
import { type Random, seeded } from './random.ts'
import { readAll } from './reading.ts'
import { audience, OWNER, platform, putAudience, putPlatform } from './records.ts'

export type Life = {
  folder: string
  files: FaultFiles
  book: Book
  /** Errors that were answered, by the name of what was asked. */
  errors: { asked: string; error: AppError }[]
  /** Things thrown, which is always wrong. */
  thrown: string[]
}

const made: string[] = []
export function newFolder(name = 'life') {
  const folder = mkdtempSync(join(tmpdir(), `am-${name}-`))
  made.push(folder)
  return folder
}
export function forget(folder: string) {
  rmSync(folder, { recursive: true, force: true })
}
/** In the place where it was, as after a real power cut. */
export function restoreAt(survivors: Survivors, folder: string) {
  forget(folder)
  restore(survivors, folder)
}
export const forgetAll = () => made.splice(0).forEach(forget)

export function newLife(): Life {
  const folder = newFolder()
  return { folder, files: faultFiles(folder), book: { entries: [] }, errors: [], thrown: [] }
}

/** Runs one question; an error that is thrown instead of answered is noted as a fault of the store. */
async function ask<T>(life: Life, asked: string, work: () => Promise<Result<T>>): Promise<Result<T> | null> {
  try {
    const result = await work()
    if (!result.ok) life.errors.push({ asked, error: result.error })
    return result
  } catch (error) {
    life.thrown.push(`${asked}: ${error instanceof Error ? error.stack : String(error)}`)
    return null
  }
}

export async function commit(life: Life, store: Store, puts: readonly Put[]): Promise<Entry> {
  const entry = begin(life.book, puts)
  const result = await ask(life, 'commit', () => store.commit(OWNER, puts))
  if (result?.ok)
    acked(
      entry,
      result.value.map(record => record.version),
    )
  else entry.state = 'refused'
  return entry
}

async function commitStaged(life: Life, store: Store, puts: readonly Put<'audience'>[]) {
  const entry = begin(life.book, puts)
  const result = await ask(life, 'commitStaged', async () => {
    const staged = await store.stage('audience')
    writeFileSync(staged.path, puts.map(put => `${JSON.stringify(put.record)}\n`).join(''))
    return store.commitStaged(OWNER, [staged])
  })
  if (result?.ok)
    acked(
      entry,
      puts.map(() => 1),
    )
  else entry.state = 'refused'
}

/** Opens, saves, edits, deletes, flushes, saves in bulk, imports, goes into the next month, closes. */
export async function live(life: Life): Promise<void> {
  const random: Random = seeded(7)
  let note = 0
  let clock = Date.UTC(2026, 9, 20, 12)
  const record = (audience_id: string, deleted = false) =>
    audience(random, { audience_id, deleted, change_note: `save ${++note}` })
  const opened = await ask(life, 'open', () =>
    openStore({ folder: life.folder, files: life.files, now: () => new Date(clock) }),
  )
  if (!opened?.ok) return
  const store = opened.value
  const flush = () => ask(life, 'flush', () => store.flush())

  for (const id of ['a', 'b', 'c']) await commit(life, store, [putAudience(record(id), 'new')])
  await commit(life, store, [putAudience(record('a'))])
  await commit(life, store, [putAudience(record('b', true))])
  await flush()
  await commit(life, store, [putAudience(record('a'))])
  await commit(life, store, [
    putAudience(record('d'), 'new'),
    putAudience(record('c')),
    putPlatform(platform({ platform_id: 'p', change_note: `save ${++note}` }), 'new'),
    putAudience(record('d')),
  ])
  await flush()
  await commitStaged(
    life,
    store,
    ['s1', 's2', 's3'].map(id => putAudience(record(id))),
  )
  clock += 31 * 86_400_000
  await commit(life, store, [putAudience(record('b'))])
  await flush()
  await commit(life, store, [putAudience(record('s2'))])
  await ask(life, 'close', async () => {
    await store.close()
    return { ok: true, value: null }
  })
}

/** What an outsider sees in a folder that nobody has open. */
export async function outsideComplaints(folder: string, book: Book): Promise<string[]> {
  try {
    return [...(await glance(folder)), ...strays(book, await foundOutside(folder))]
  } catch (error) {
    return [`outside: ${String(error)}`]
  }
}

/**
 * Opens what survived on a healthy disk and compares it with the book; then saves and flushes, so that everything
 * must be outside too. `book` is changed: what turned out to be kept counts as kept.
 */
export async function reopenComplaints(folder: string, book: Book): Promise<string[]> {
  const opened = await openStore({ folder, now: () => new Date(Date.UTC(2026, 11, 1)) })
  if (!opened.ok) return [`reopen: ${opened.error.code} ${opened.error.message}`]
  const store = opened.value
  try {
    const info = store.info()
    const said = info.state === 'open' ? [] : [`reopened as ${info.state}: ${info.reason?.message}`]
    for (const damage of info.damage) said.push(`damage: ${damage.file} ${damage.message}`)
    const before = await readAll(store)
    said.push(...before.said, ...complaints(book, before.found))
    settle(book, before.found)

    const after: Life = { folder, files: faultFiles(folder), book, errors: [], thrown: [] }
    await commit(after, store, [
      putAudience(audience(seeded(1), { audience_id: 'after', change_note: 'after' }), 'new'),
      putAudience(audience(seeded(2), { audience_id: 'a', change_note: 'after, too' })),
    ])
    const flushed = await store.flush()
    if (!flushed.ok) said.push(`flush after reopen: ${flushed.error.message}`)
    said.push(...after.errors.map(({ error }) => `save after reopen: ${error.message}`), ...after.thrown)
    said.push(
      ...(await glance(folder)),
      ...complaints(book, await foundOutside(folder)).map(text => `outside: ${text}`),
    )
    return said
  } finally {
    await store.close()
  }
}

/** The next process on the disk of a killed one: reads what is there, saves once more on each record, and is killed too. */
export async function saveOnTop(life: Life): Promise<string[]> {
  const { folder, files, book } = life
  const opened = await openStore({ folder, files, now: () => new Date(Date.UTC(2026, 10, 25)) })
  if (!opened.ok) return [`reopen after kill: ${opened.error.code} ${opened.error.message}`]
  const store = opened.value
  const { found, said } = await readAll(store)
  said.push(...complaints(book, found))
  settle(book, found)
  const errors = life.errors.length
  for (const [index, key] of [...found.keys()].filter(name => name.startsWith('audience/')).entries()) {
    const audience_id = key.slice('audience/'.length)
    const record = audience(seeded(index), { audience_id, change_note: `on top ${index}` })
    await commit(life, store, [putAudience(record)])
  }
  said.push(...life.errors.slice(errors).map(({ error }) => `save after kill: ${error.message}`))
  files.kill()
  await store.close()
  return said
}

/** For comparing several futures of one moment. */
export const copyOf = (book: Book): Book => ({
  entries: book.entries.map(entry => ({ state: entry.state, lines: entry.lines.map(line => ({ ...line })) })),
})
