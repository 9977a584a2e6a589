// The Parquet parts: which there are, reading rows from them, checking them against their checksums.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { filesValue } from '../one-file.ts'
import { type Definition, recordOf, recordSelect } from './columns.ts'
import type { Bind, Duck } from './duck.ts'
import { definitions } from './entities.ts'
import type { Entity } from './face.ts'
import type { Layout } from './layout.ts'
import type { Part } from './log-lines.ts'

export type Found = { seq: number; record: Record<string, unknown> }

const shelfKey = (entity: Entity, owner: string) => `${entity}\n${owner}`

export function createParts(layout: Layout, duck: Duck, initial: readonly Part[]) {
  const byPath = new Map<string, Part>()
  const byShelf = new Map<string, Part[]>()
  /** Paths whose content was compared with its checksum since it was last written. */
  const verified = new Set<string>()

  function put(part: Part, isVerified: boolean) {
    remove(part.path)
    byPath.set(part.path, part)
    const key = shelfKey(part.entity, part.owner)
    byShelf.set(key, [...(byShelf.get(key) ?? []), part])
    if (isVerified) verified.add(part.path)
  }

  function remove(path: string) {
    const old = byPath.get(path)
    if (!old) return
    byPath.delete(path)
    verified.delete(path)
    const key = shelfKey(old.entity, old.owner)
    byShelf.set(
      key,
      (byShelf.get(key) ?? []).filter(part => part.path !== path),
    )
  }

  for (const part of initial) put(part, false)

  /** Compares a part with its checksum; set once the store that can act on damage is there. */
  let check: (part: Part) => Promise<boolean> = async () => true

  /** Whole records are read from parts alone whose checksum was compared. */
  async function sound(parts: readonly Part[]) {
    for (const part of parts) {
      if (!verified.has(part.path) && !(await check(part))) throw new Error(`${part.path} is damaged`)
    }
  }

  const of = (entity: Entity, owner: string): readonly Part[] => byShelf.get(shelfKey(entity, owner)) ?? []
  const paths = (parts: readonly Part[]) => filesValue(parts.map(part => layout.at(part.path)))

  async function read(definition: Definition, condition: string, values: Bind[]): Promise<Found[]> {
    const sql = `SELECT ${recordSelect(definition)} FROM read_parquet($1, hive_partitioning = false) WHERE ${condition}`
    const found: Found[] = []
    await duck.take(sql, values, cells => found.push(recordOf(definition, cells)))
    return found
  }

  return {
    put,
    remove,
    checkWith(given: (part: Part) => Promise<boolean>) {
      check = given
    },
    of,
    all: (): Part[] => [...byPath.values()],
    get: (path: string) => byPath.get(path),
    isVerified: (path: string) => verified.has(path),
    markVerified: (path: string) => verified.add(path),
    owners: () => [...new Set([...byPath.values()].map(part => part.owner))],

    /** Rows by number; zone maps on `seq` leave one group of 2,048 rows to read for each. */
    async bySeq(entity: Entity, owner: string, seqs: readonly number[]): Promise<Found[]> {
      const candidates = of(entity, owner).filter(part =>
        seqs.some(seq => seq >= part.min_seq && seq <= part.max_seq),
      )
      if (candidates.length === 0) return []
      await sound(candidates)
      const definition = definitions[entity]
      const reads = candidates.map(async part => {
        const wanted = seqs.filter(seq => seq >= part.min_seq && seq <= part.max_seq)
        const marks = wanted.map((_, index) => `$${index + 2}`).join(', ')
        const condition = `seq ${wanted.length === 1 ? '= $2' : `IN (${marks})`}`
        return read(definition, condition, [paths([part]), ...wanted.map(BigInt)])
      })
      return (await Promise.all(reads)).flat()
    },

    /** Every version of these records that is in a part. */
    async byIds(entity: Entity, owner: string, ids: readonly string[]): Promise<Found[]> {
      const parts = of(entity, owner)
      if (parts.length === 0) return []
      await sound(parts)
      const definition = definitions[entity]
      const marks = ids.map((_, index) => `$${index + 2}`).join(', ')
      const condition = `${definition.id} ${ids.length === 1 ? '= $2' : `IN (${marks})`}`
      return read(definition, condition, [paths(parts), ...ids])
    },

    paths,
    sound,
  }
}
export type Parts = ReturnType<typeof createParts>

/** Size and SHA-256 of a file, read in pieces; null when it isn't there. */
export async function fingerprint(path: string): Promise<{ bytes: number; sha256: string } | null> {
  try {
    const hash = createHash('sha256')
    // Counted, not asked for: another file may have come in its place by then.
    let bytes = 0
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(piece as Buffer)
      bytes += (piece as Buffer).length
    }
    return { bytes, sha256: hash.digest('hex') }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

export const matches = (part: Part, found: { bytes: number; sha256: string } | null) =>
  found !== null && found.bytes === part.bytes && found.sha256 === part.sha256
