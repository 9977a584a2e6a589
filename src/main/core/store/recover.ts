// Opening a workspace: what the manifest, the logs and the data folders say, brought to one truth.
import { join } from 'node:path'
import type { Damage } from '../../../shared/contract/workspace.ts'
import type { Duck } from './duck.ts'
import { definitions, ENTITIES, idOf } from './entities.ts'
import type { Files } from './files.ts'
import { entityOfPath, type Layout, logName, logNumber, partitionOf } from './layout.ts'
import { decodeLines, type LogLine, type Part, versionsOf } from './log-lines.ts'
import { emptyManifest, type Manifest, type ReadManifest } from './manifest.ts'
import type { Unflushed } from './overlay.ts'
import { fingerprint, matches } from './parts.ts'
import { foldersOf, placeParts } from './place-parts.ts'

export type Recovered = {
  parts: Part[]
  /** Parts whose content was compared with its checksum on the way. */
  verified: Set<string>
  unflushed: Unflushed[]
  seq: number
  flushedSeq: number
  firstLog: number
  lastLog: number
  /** Where the newest log ends, for the next one's first line. */
  sealed: { log: number; bytes: number }[]
  damage: Damage[]
  /** Folders that a killed program may not have synced. */
  unsynced: Set<string>
}

type Deps = {
  files: Files
  layout: Layout
  duck: Duck
  now: () => Date
  writable: boolean
  unsynced: Set<string>
}
type Report = (file: string, rows: number | null, message: string, hint: string) => void

export async function recover(given: Omit<Deps, 'unsynced'>, read: ReadManifest): Promise<Recovered> {
  const deps: Deps = { ...given, unsynced: new Set() }
  const damage: Damage[] = []
  const report: Report = (file, rows, message, hint) =>
    damage.push({ file, rows, message, hint, found_at: deps.now().toISOString() })

  const manifest =
    read.state === 'good' ? read.manifest : await rebuild(deps, read.state === 'damaged', report)
  damage.unshift(...manifest.damage)
  const known = new Set(manifest.damage.map(({ file, message }) => `${file}\n${message}`))
  const logs = await readLogs(deps, manifest.first_log, read.state === 'missing', report)
  // A killed program may have written lines that it never synced. They can be read now, and will be built upon.
  if (deps.writable) {
    for (const number of logs.numbers) await deps.files.sync(join(deps.layout.wal, logName(number)))
    await deps.files.syncFolder(deps.layout.wal)
  }
  const verified = new Set<string>()
  const parts = await settleParts(deps, manifest, logs.lines, verified, report)

  const seqs = new Set<number>()
  const unflushed: Unflushed[] = []
  for (const line of logs.lines) {
    if (line.kind !== 'put') continue
    for (const version of versionsOf(line)) {
      if (version.seq <= manifest.flushed_seq || seqs.has(version.seq)) continue
      seqs.add(version.seq)
      unflushed.push({ ...version, owner: line.owner, at: line.at, id: idOf(version.entity, version.record) })
    }
  }
  const fresh = await withoutPlaced(deps, unflushed, parts)
  const newest = Math.max(
    manifest.flushed_seq,
    ...parts.map(part => part.max_seq),
    unflushed.reduce((max, version) => Math.max(max, version.seq), 0),
  )
  return {
    parts,
    verified,
    unflushed: fresh,
    seq: newest,
    flushedSeq: manifest.flushed_seq,
    firstLog: manifest.first_log,
    lastLog: logs.last,
    sealed: logs.sealed,
    // What an earlier opening said already isn't said twice.
    damage: damage.filter(
      (one, index) => index < manifest.damage.length || !known.has(`${one.file}\n${one.message}`),
    ),
    unsynced: deps.unsynced,
  }
}

/** Without a manifest every Parquet file in the data folders is a part. Their checksums can't be known. */
async function rebuild({ files, layout, duck }: Deps, damaged: boolean, report: Report): Promise<Manifest> {
  const manifest = emptyManifest()
  for (const path of await dataFiles(files, layout)) {
    const entity = entityOfPath(path)
    const print = await fingerprint(layout.at(path))
    if (!entity || !print) continue
    try {
      const [row] = await duck.all(
        'SELECT count(*) AS rows, min(seq) AS low, max(seq) AS high, any_value(owner_id) AS owner FROM read_parquet($1, hive_partitioning = false)',
        [layout.at(path)],
      )
      const [rows, min_seq, max_seq] = [Number(row?.rows), Number(row?.low), Number(row?.high)]
      manifest.parts.push({ path, entity, owner: String(row?.owner), rows, min_seq, max_seq, ...print })
    } catch {
      report(
        path,
        null,
        'This data file can’t be read, and the manifest that knew its content is gone.',
        'Restore the file from a backup.',
      )
    }
  }
  const logs = (await files.list(layout.wal)).map(entry => logNumber(entry.name)).filter(number => number > 0)
  manifest.first_log = logs.length > 0 ? Math.min(...logs) : 1
  if (damaged || manifest.parts.length > 0) {
    report(
      '_meta/manifest.json',
      null,
      `The list of data files was ${damaged ? 'damaged' : 'missing'}; it was made anew from ${manifest.parts.length} files.`,
      'Nothing needs to be done unless records are missing.',
    )
  }
  return manifest
}

/** Every Parquet file under the four data folders, as the manifest would name it. */
export async function dataFiles(files: Files, layout: Layout): Promise<string[]> {
  const found: string[] = []
  const walk = async (relative: string) => {
    for (const entry of await files.list(layout.at(relative))) {
      const path = `${relative}/${entry.name}`
      if (entry.folder) await walk(path)
      else if (entry.name.endsWith('.parquet')) found.push(path)
    }
  }
  for (const entity of ENTITIES) await walk(definitions[entity].folder)
  return found.sort()
}

type Logs = { lines: LogLine[]; numbers: number[]; last: number; sealed: { log: number; bytes: number }[] }

/** All good lines in order. What lies beyond a log's stated end, or is the torn end of the newest, never counted. */
async function readLogs(
  { files, layout }: Deps,
  first: number,
  fresh: boolean,
  report: Report,
): Promise<Logs> {
  const numbers = (await files.list(layout.wal))
    .map(entry => logNumber(entry.name))
    .filter(number => number >= first)
    .sort((a, b) => a - b)
  const logs = await Promise.all(
    numbers.map(async number => {
      const bytes = (await files.read(join(layout.wal, logName(number)))) ?? Buffer.alloc(0)
      return { number, bytes, lines: decodeLines(bytes) }
    }),
  )
  const ends = new Map<number, number>()
  for (const { line } of logs.flatMap(log => log.lines)) {
    if (line?.kind === 'seal') for (const { log, bytes } of line.logs) ends.set(log, bytes)
  }
  const last = numbers.at(-1) ?? (fresh ? first - 1 : first)
  for (let number = first; number <= last; number++) {
    if (numbers.includes(number)) continue
    report(
      `_meta/wal/${logName(number)}`,
      null,
      'A log file is missing.',
      'Restore it from a backup: it may hold saves that are nowhere else.',
    )
  }
  const lines: LogLine[] = []
  const open: { log: number; bytes: number }[] = []
  for (const log of logs) {
    const end = ends.get(log.number)
    const good = log.lines.filter(
      line => line.line && line.complete && (end === undefined || line.end <= end),
    )
    const reach = good.at(-1)?.end ?? 0
    if (end === undefined) open.push({ log: log.number, bytes: reach })
    // Without a stated end the log was in use when the program died: what follows its last good line was not acknowledged.
    const within = log.lines.filter(line => line.offset < (end ?? reach))
    const bad = within.filter(line => !line.line)
    if (bad.length > 0 || (end !== undefined && log.bytes.length < end)) {
      const what =
        bad.length > 0
          ? `${bad.length} ${bad.length === 1 ? 'line is' : 'lines are'} damaged`
          : 'the file is cut short'
      report(
        `_meta/wal/${logName(log.number)}`,
        bad.length || null,
        `Saves in the log can’t be read: ${what}. The other saves in it are fine.`,
        'The file is kept. Compare recent changes with a backup.',
      )
      await keep(files, layout, log.number, log.bytes)
    }
    lines.push(...good.flatMap(({ line }) => (line ? [line] : [])))
  }
  return { lines, numbers, last: numbers.at(-1) ?? first - 1, sealed: open }
}

/** A copy of a damaged log outlives the flush that would drop it. */
async function keep(files: Files, layout: Layout, number: number, bytes: Buffer) {
  try {
    await files.mkdir(layout.quarantine)
    await files.write(join(layout.quarantine, `wal-${logName(number)}`), bytes)
  } catch {
    // A folder that can't be written to keeps the original where it is.
  }
}

/** Which content each part has: the manifest is one step behind after a crash between a rename and its publication. */
async function settleParts(
  deps: Deps,
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
async function finishRename(deps: Deps, part: Part & { tmp: string }) {
  if (!deps.writable || matches(part, await fingerprint(deps.layout.at(part.path)))) return
  if (matches(part, await fingerprint(deps.layout.at(part.tmp)))) await placeParts(deps, [part], () => {})
}

/** Leaves out versions that are in a part already: the crash fell between the rename and the manifest. */
async function withoutPlaced(
  { duck, layout }: Deps,
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
          [layout.at(part.path), BigInt(low)],
        )
        for (const row of rows) placed.add(Number(row.seq))
      } catch {
        // A part that can't be read is found damaged when its shelf is loaded; the log's copy stays.
      }
    }
  }
  return unflushed.filter(version => !placed.has(version.seq))
}
