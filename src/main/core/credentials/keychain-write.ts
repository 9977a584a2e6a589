// Several values into the keychain, which takes one entry at a time: all of them, or what was there before.
import { Refusal } from './keychain-errors.ts'
import { listedIn, listingOf } from './listing.ts'
import { toPieces } from './pieces.ts'

/** Both throw a `Refusal` for what the keychain doesn't do. */
export interface Entries {
  get(account: string): Promise<string | null>
  /** null deletes. */
  put(account: string, text: string | null): Promise<void>
}

/** The name of the entry that lists a place's fields, and of the entries of a field, counted from 1. */
export type Names = { list: string; piece: (field: string, number: number) => string }

type Change = { field: string; account: string; before: string | null; after: string | null }

/** Reads all that is to be changed, so that nothing is replaced that couldn't be put back. */
async function plan(entries: Entries, { list, piece }: Names, values: ReadonlyMap<string, string>) {
  const before = await entries.get(list)
  const listed = listedIn(before)
  const during = new Map(listed)
  const after = new Map(listed)
  const writes: Change[] = []
  const drops: Change[] = []
  for (const [field, value] of values) {
    const pieces = toPieces(value)
    const most = Math.max(pieces.length, listed.get(field) ?? 0)
    during.set(field, most)
    after.set(field, pieces.length)
    const changes: Change[] = []
    for (let number = 1; number <= most; number += 1) {
      const account = piece(field, number)
      changes.push({ field, account, before: await entries.get(account), after: pieces[number - 1] ?? null })
    }
    const [first, ...more] = changes.slice(0, pieces.length)
    // The first entry says how many there are: until it is written the old value stands.
    writes.push(...more, ...(first ? [first] : []))
    drops.push(...changes.slice(pieces.length))
  }
  return { list: { before, listed, during, after }, changes: [...writes, ...drops] }
}

/** Answers whether all of it is back. A field that is refused stays as it is then; the others go back, unless it is locked. */
async function putBack(entries: Entries, changes: readonly Change[]): Promise<boolean> {
  const stuck = new Set<string>()
  for (const { field, account, before } of changes.toReversed()) {
    if (stuck.has(field)) continue
    try {
      await entries.put(account, before)
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      // Each further attempt would ask the user for the password again.
      if (thrown.answer.error.code === 'keychain_locked') return false
      stuck.add(field)
    }
  }
  return stuck.size === 0
}

/** Throws what the keychain refused once what was there is put back, as far as it lets us. */
export async function writeValues(
  entries: Entries,
  names: Names,
  values: ReadonlyMap<string, string>,
): Promise<void> {
  const { list, changes } = await plan(entries, names, values)
  const tried: Change[] = []
  const during = listingOf(list.during)
  const after = listingOf(list.after)
  const restoreList = () =>
    entries.put(names.list, list.before).catch((thrown: unknown) => {
      if (!(thrown instanceof Refusal)) throw thrown
    })
  try {
    // Listed before they are there: what isn't listed would be left behind when the platform is deleted.
    if (during !== listingOf(list.listed)) await entries.put(names.list, during)
    for (const change of changes) {
      // Noted first: what is refused or takes too long may have been done all the same.
      tried.push(change)
      await entries.put(change.account, change.after)
    }
    if (after !== during) await entries.put(names.list, after)
  } catch (thrown) {
    // Else the longer list stays: what is left of the new values must be found when the platform is deleted.
    if (await putBack(entries, tried)) await restoreList()
    throw thrown
  }
}
