// The notes of a check or a migration, row by row: in files, so that a million of them take no memory, read in pages.
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MIGRATION_LEVELS, type MigrationNote } from '../../../shared/contract/migration.ts'

type Level = MigrationNote['level']
/** Lines between two places of a file that are remembered. */
const MARK_EVERY = 100

export type Notes = {
  add(notes: readonly MigrationNote[]): Promise<void>
  total(level?: Level): number
  /** Refused rows first, then records that stay as they are, then what changes; each in the order it was found. */
  page(level: Level | undefined, offset: number, limit: number): Promise<MigrationNote[]>
  close(): Promise<void>
}

const ORDER: readonly Level[] = ['refused', 'kept', 'changed']

export function createNotes(path: string): Notes {
  type List = { file: FileHandle | null; path: string; lines: number; bytes: number; marks: number[] }
  const lists = new Map<Level, List>(
    MIGRATION_LEVELS.map(level => [
      level,
      { file: null, path: `${path}-${level}.ndjson`, lines: 0, bytes: 0, marks: [] },
    ]),
  )

  async function append(list: List, notes: readonly MigrationNote[]) {
    await mkdir(dirname(list.path), { recursive: true })
    list.file ??= await open(list.path, 'w+', 0o600)
    const texts: string[] = []
    for (const note of notes) {
      const text = `${JSON.stringify(note)}\n`
      if (list.lines % MARK_EVERY === 0) list.marks.push(list.bytes)
      list.lines += 1
      list.bytes += Buffer.byteLength(text)
      texts.push(text)
    }
    await list.file.appendFile(texts.join(''))
  }

  async function read(list: List, offset: number, limit: number): Promise<MigrationNote[]> {
    if (!list.file || offset >= list.lines) return []
    const first = Math.floor(offset / MARK_EVERY)
    const from = list.marks[first] ?? 0
    const until = list.marks[Math.ceil((offset + limit) / MARK_EVERY)] ?? list.bytes
    const bytes = Buffer.alloc(until - from)
    await list.file.read(bytes, 0, bytes.length, from)
    const skipped = offset - first * MARK_EVERY
    return bytes
      .toString('utf8')
      .split('\n')
      .slice(skipped, skipped + limit)
      .filter(Boolean)
      .map(line => JSON.parse(line) as MigrationNote)
  }

  const linesOf = (level: Level) => lists.get(level)?.lines ?? 0
  return {
    async add(notes) {
      for (const [level, list] of lists) {
        const mine = notes.filter(note => note.level === level)
        if (mine.length > 0) await append(list, mine)
      }
    },
    total: level => (level ? linesOf(level) : ORDER.reduce((sum, one) => sum + linesOf(one), 0)),
    async page(level, offset, limit) {
      const found: MigrationNote[] = []
      let skip = offset
      for (const one of level ? [level] : ORDER) {
        const list = lists.get(one)
        if (!list || found.length >= limit) continue
        found.push(...(await read(list, skip, limit - found.length)))
        skip = Math.max(0, skip - list.lines)
      }
      return found
    },
    async close() {
      for (const list of lists.values()) {
        await list.file?.close()
        list.file = null
        await rm(list.path, { force: true })
      }
    },
  }
}
