// The parts of a workspace that is opened: which content each has, and which of the log's rows are in one already.
import { patternOf } from '../one-file.ts'
import { ENTITIES } from './entities.ts'
import { partitionOf } from './layout.ts'
import type { LogLine, Part } from './log-lines.ts'
import type { Manifest } from './manifest.ts'
import type { Unflushed } from './overlay.ts'
import { fingerprint, matches } from './parts.ts'
import { foldersOf, placeParts } from './place-parts.ts'
import type { RecoverDeps, Report } from './recover.ts'

/** Which content each part has: the manifest is one step behind after a crash between a rename and its publication. */
export async function settleParts(
  deps: RecoverDeps,
  manifest: Manifest,
  lines: readonly LogLine[],
  verified: Set<string>,
  report: Report,
): Promise<Part[]> {
  const known = new Map(manifest.parts.map(part => [part.path, part]))
  const intended = new Map<string, Part[]>()
  for (const line of lines) {
    if (line.kind !== 'flush' && line.kind !== 'bulk') continue
    for (const { ...part } of line.parts) {
      const before = known.get(part.path)
      if (before?.sha256 === part.sha256 || (before && before.max_seq > part.max_seq)) continue
      if (line.kind === 'bulk') await finishRename(deps, part as Part & { tmp: string })
      const { path, entity, owner, rows, min_seq, max_seq, bytes, sha256 } = part
      intended.set(path, [
        ...(intended.get(path) ?? []),
        { path, entity, owner, rows, min_seq, max_seq, bytes, sha256 },
      ])
    }
  }
  for (const [path, candidates] of intended) {
    // Made or renamed by a program that died, perhaps before it synced the names; in place or not.
    for (const folder of foldersOf(deps.layout, path)) deps.unsynced.add(folder)
    const print = await fingerprint(deps.layout.at(path))
    const now = candidates.findLast(part => matches(part, print))
    const before = known.get(path)
    if (now) {
      known.set(path, now)
      verified.add(path)
    } else if (!before && print) {
      // It should be one of these; which rows are lost is known, so the shelf's own check will say so.
      const last = candidates.at(-1)
      if (last) known.set(path, last)
    } else if (!before && !print && candidates.some(part => isBulk(lines, part))) {
      const rows = candidates.at(-1)?.rows ?? null
      report(
        path,
        rows,
        'A data file of a bulk change is missing.',
        'Restore the file from a backup, or import again.',
      )
    }
  }
  return [...known.values()]
}

const isBulk = (lines: readonly LogLine[], part: Part) =>
  lines.some(line => line.kind === 'bulk' && line.parts.some(one => one.sha256 === part.sha256))

/** A bulk commit is done once its line is in the log; the renames that follow are made up for here. */
async function finishRename(deps: RecoverDeps, part: Part & { tmp: string }) {
  if (!deps.writable || matches(part, await fingerprint(deps.layout.at(part.path)))) return
  if (matches(part, await fingerprint(deps.layout.at(part.tmp)))) await placeParts(deps, [part], () => {})
}

/** Leaves out versions that are in a part already: the crash fell between the rename and the manifest. */
export async function withoutPlaced(
  { duck, layout }: RecoverDeps,
  unflushed: Unflushed[],
  parts: readonly Part[],
): Promise<Unflushed[]> {
  const placed = new Set<number>()
  for (const entity of ENTITIES) {
    const mine = unflushed.filter(version => version.entity === entity)
    for (const part of parts.filter(candidate => candidate.entity === entity)) {
      const inRange = mine.filter(
        version =>
          version.seq >= part.min_seq &&
          version.seq <= part.max_seq &&
          part.path.startsWith(`${partitionOf(entity, version.owner, version.at)}/`),
      )
      const low = inRange[0]?.seq
      if (low === undefined) continue
      try {
        const rows = await duck.all(
          'SELECT seq FROM read_parquet($1, hive_partitioning = false) WHERE seq >= $2',
          [patternOf(layout.at(part.path)), BigInt(low)],
        )
        for (const row of rows) placed.add(Number(row.seq))
      } catch {
        // A part that can't be read is found damaged when its shelf is loaded; the log's copy stays.
      }
    }
  }
  return unflushed.filter(version => !placed.has(version.seq))
}
