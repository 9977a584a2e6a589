// Opening a workspace: what the manifest, the logs and the data folders say, brought to one truth.
import { join } from 'node:path'
import type { Damage } from '../../../shared/contract/workspace.ts'
import { patternOf } from '../one-file.ts'
import type { Duck } from './duck.ts'
import { definitions, ENTITIES, idOf } from './entities.ts'
import type { Files } from './files.ts'
import { entityOfPath, type Layout, logName, logNumber } from './layout.ts'
import { type Part, versionsOf } from './log-lines.ts'
import { emptyManifest, type Manifest, type ReadManifest } from './manifest.ts'
import type { Unflushed } from './overlay.ts'
import { fingerprint } from './parts.ts'
import type { Placed } from './place-parts.ts'
import { readLogs } from './recover-logs.ts'
import { settleParts, withoutPlaced } from './recover-parts.ts'

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

export type RecoverDeps = {
  files: Files
  layout: Layout
  duck: Duck
  now: () => Date
  writable: boolean
  unsynced: Set<string>
  placing: Set<Placed>
}
/** Tells of damage: the file, rows lost with it where known, what happened, what to do. */
export type Report = (file: string, rows: number | null, message: string, hint: string) => void

export async function recover(
  given: Omit<RecoverDeps, 'unsynced' | 'placing'>,
  read: ReadManifest,
): Promise<Recovered> {
  const deps: RecoverDeps = { ...given, unsynced: new Set(), placing: new Set() }
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
async function rebuild(
  { files, layout, duck }: RecoverDeps,
  damaged: boolean,
  report: Report,
): Promise<Manifest> {
  const manifest = emptyManifest()
  for (const path of await dataFiles(files, layout)) {
    const entity = entityOfPath(path)
    const print = await fingerprint(layout.at(path))
    if (!entity || !print) continue
    try {
      const [row] = await duck.all(
        'SELECT count(*) AS rows, min(seq) AS low, max(seq) AS high, any_value(owner_id) AS owner FROM read_parquet($1, hive_partitioning = false)',
        [patternOf(layout.at(path))],
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
