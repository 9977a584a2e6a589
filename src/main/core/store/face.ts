// The store's face: all that the rest of the application knows of it. Nobody else touches a data file or DuckDB.
import type { Damage, WorkspaceInfo } from '../../../shared/contract/workspace.ts'
import type { Audience, AudienceSummary } from '../../../shared/domain/audience.ts'
import type { Distribution, DistributionSummary } from '../../../shared/domain/distribution.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import type { User } from '../../../shared/domain/user.ts'
import type { Fail, Result } from '../../../shared/errors.ts'

export type RecordOf = { audience: Audience; platform: Platform; distribution: Distribution; user: User }
export type Entity = keyof RecordOf
/** What `list` answers: the columns of the read model. Entities without a summary of their own answer whole records. */
export type SummaryOf = {
  audience: AudienceSummary
  platform: Platform
  distribution: DistributionSummary
  user: User
}

/**
 * One new version of one record. The store gives it its `version`.
 * `expected`: the version that must be current now; `new`: there must be none, not even in the trash; `any`: no check.
 */
export type Put<E extends Entity = Entity> = {
  [K in E]: {
    entity: K
    record: Omit<RecordOf[K], 'version'>
    expected: number | 'new' | 'any'
    /** A version that comes from elsewhere keeps its number, where that is higher than the next one here. */
    at_least?: number
  }
}[E]

/** Names are columns of the entity's read model; values are bound, never spliced. Conditions are ANDed. */
export type Condition =
  | { column: string; is: 'one_of'; values: readonly (string | number | boolean)[] }
  | { column: string; is: 'at_least' | 'below'; value: string | number }
  /** For list columns (`tags`, `variables`). */
  | { column: string; is: 'has_any' | 'has_all'; values: readonly string[] }

export type Filter = { search?: string; where: readonly Condition[] }
export type Query = Filter & {
  sort: { by: string; direction: 'asc' | 'desc' }
  limit: number
  cursor?: string
  offset?: number
}

export type GroupBy = { column: string } | { month: string; zone?: string }
export type Group = {
  keys: (string | null)[]
  count: number
  sums: { sum: number; of: number }[]
}

/** `ids` is null when there are too many to name. */
export type Changed = { entity: Entity; owner: string; ids: string[] | null }

/** Puts as they come; a refusal among them ends the write with nothing written. */
export type PutGroups<E extends Entity> = AsyncIterable<Result<readonly Put<E>[]>>

export type BulkOptions = {
  signal?: AbortSignal
  progress?: (done: number) => void
  /** Told which numbers the versions of this commit have, first and last, before it resolves. */
  numbered?: (numbers: Numbers) => void
}

/** Numbers of versions: the store counts all versions of all records on. First and last, both included. */
export type Numbers = readonly [first: number, last: number]
/** A version and its number. */
export type Numbered<E extends Entity = Entity> = { seq: number; record: RecordOf[E] }

/**
 * Which versions stand elsewhere as well: those up to `after`, and those in `except`. Versions beyond `until` aren't
 * looked at: they come later.
 */
export type Span = { after: number; except: readonly Numbers[]; until: number }

/** Some versions at once. They are text, for threads that load no native module: made there, and moved without a copy. */
export type ChangeBatch = {
  /** Which of the changes each is the version of, counted from 0 to `size`; its number; and the record's id. */
  at: number[]
  seq: number[]
  id: string[]
  /** The records as JSON, each followed by a line break. Memory of its own. */
  records: Uint8Array<ArrayBuffer>
}
/** Current versions in columns: their records' ids, their own numbers, and when they were saved, in milliseconds. */
export type Stamps = { id: string[]; version: number[]; updated_at: number[] }

/** Records whose newest version in a span stands nowhere else. Read as often as wanted until it is let go of. */
export interface Changes {
  readonly size: number
  /** The newest versions, or for those that have one the newest that stands elsewhere. The next batch waits for this one. */
  each(side: 'mine' | 'base', take: (batch: ChangeBatch) => Promise<void> | void): Promise<Result<null>>
  close(): Promise<void>
}

/** A file of a workspace as it was at one moment. `path` is relative to the workspace, with forward slashes. */
export type HeldFile = {
  path: string
  bytes: number
  /** Where it is known already. */
  sha256?: string
  /** Where the bytes are, or the bytes. */
  content: { at: string } | { bytes: Uint8Array }
}
/** All records at one moment, as the files of a workspace of their own. */
export type Held = {
  /** The number of the newest version. */
  seq: number
  /** How many versions of records there are. */
  versions: number
  format_version: number
  /** Files known to be damaged, with versions of records that are in none of these. */
  damage: string[]
  files: HeldFile[]
  /** Lets go of the files; they may be gone from then on. */
  release(): Promise<void>
}

/** Absolute paths of the Parquet files that hold the versions of one owner's records. */
export type DataFiles = Record<'audience' | 'platform' | 'distribution', string[]>

/** A healthy copy of a data file of this workspace, in its tmp folder. */
export type Copy = { path: string; at: string }
/** What became of one damage: how many versions came back, and how many are lost (null where that isn't known). */
export type Repair = {
  file: string
  outcome: 'restored' | 'partly' | 'set_aside' | 'made_anew' | 'lost'
  brought_back: number
  lost: number | null
}

/**
 * Refusals are values: `conflict` (details: current_version, expected_version, id), `not_found`, `storage_full`,
 * `storage_busy`, `storage_corrupt`, `cancelled`.
 * Every method takes the owner; a record of another owner doesn't exist.
 */
export interface Store {
  /** The current version (also of a record in the trash), or the one asked for; null when there is none. */
  get<E extends Entity>(
    entity: E,
    owner: string,
    id: string,
    version?: number,
  ): Promise<Result<RecordOf[E] | null>>
  /** In the order of the ids; ids without a record are left out. At most 1,000. */
  getMany<E extends Entity>(entity: E, owner: string, ids: readonly string[]): Promise<Result<RecordOf[E][]>>
  list<E extends Entity>(
    entity: E,
    owner: string,
    query: Query,
  ): Promise<Result<{ items: SummaryOf[E][]; next_cursor: string | null }>>
  /**
   * Of each value of `per`, the matching record that is last by the instant `by`; of equal ones the one saved last. Those
   * without the instant come before all others.
   */
  newest<E extends Entity>(
    entity: E,
    owner: string,
    filter: Filter,
    per: string,
    by: string,
  ): Promise<Result<SummaryOf[E][]>>
  count(entity: Entity, owner: string, filter: Filter): Promise<Result<number>>
  /** How many of the matching records have each value of the column, most frequent first. List columns count each item. */
  facet(
    entity: Entity,
    owner: string,
    filter: Filter,
    column: string,
    limit: number,
  ): Promise<Result<{ value: string; count: number }[]>>
  /**
   * How many match in each group, and the sums of columns over them (null counts as nothing; `of` says how many had a
   * value). At most 10,000 groups, in the order of their keys. `month` groups an instant by its month, `2026-11`, in the
   * IANA zone, or in UTC.
   */
  aggregate(
    entity: Entity,
    owner: string,
    filter: Filter,
    by: readonly GroupBy[],
    sums: readonly string[],
  ): Promise<Result<Group[]>>
  /** Ids of all that match, oldest id first: for a bulk change. */
  ids(entity: Entity, owner: string, filter: Filter): Promise<Result<string[]>>
  /** Every version, newest first. */
  history<E extends Entity>(entity: E, owner: string, id: string): Promise<Result<RecordOf[E][]>>
  /** The same with their numbers. */
  numbered<E extends Entity>(entity: E, owner: string, id: string): Promise<Result<Numbered<E>[]>>
  /** The same of many records, by id; ids without a record are left out. At most 1,000. */
  numberedMany<E extends Entity>(
    entity: E,
    owner: string,
    ids: readonly string[],
  ): Promise<Result<Map<string, Numbered<E>[]>>>
  /** The number of the newest version of each of these ids that there are, and that version's own number. */
  heads(
    entity: Entity,
    owner: string,
    ids: readonly string[],
  ): Promise<Result<Map<string, { seq: number; version: number }>>>
  /** Writes all out into the parts, and answers the number that every version saved before has at most. */
  snapshot(): Promise<Result<number>>
  /**
   * Holds the records of all owners still, while saves go on. What is damaged is set aside first, and said. Let go of it
   * with `release`.
   */
  hold(): Promise<Result<Held>>
  /** What changed up to a snapshot. It reads the parts: versions saved after the snapshot don't disturb it. */
  changes(entity: Entity, owner: string, span: Span): Promise<Result<Changes>>

  /**
   * One commit: all of the puts or none, on the disk when it resolves. The same id may occur more than once: its
   * versions follow in that order. Beyond 2,000 puts it is written as parts of their own, named by one log line.
   */
  commit<E extends Entity>(
    owner: string,
    puts: readonly Put<E>[],
    options?: BulkOptions,
  ): Promise<Result<RecordOf[E][]>>
  /**
   * The same for more records than memory should hold: each group is asked for when those before it are on the disk.
   * Each id at most once. Answers how many were written.
   */
  commitGroups<E extends Entity>(
    owner: string,
    entity: E,
    groups: PutGroups<E>,
    options?: BulkOptions,
  ): Promise<Result<number>>
  /**
   * One commit from staged files of NDJSON records of one entity, numbered in the order of the files; see `stage`. The ids
   * are all new. Several versions of one record say their `version`, from 1 on and in order; those that lie together are
   * taken in quicker. Several files are taken in side by side, so a large change does well to use some.
   */
  commitStaged(owner: string, staged: readonly Staged[], options?: BulkOptions): Promise<Result<number>>
  /** A file in the workspace's tmp folder to stage records in. Removed by `commitStaged`, `discard`, or the next open. */
  stage(entity: Entity): Promise<Staged>
  discard(staged: Staged): Promise<void>
  /** Which of these ids there are already, the trash included. */
  existing(entity: Entity, owner: string, ids: readonly string[]): Promise<Result<Set<string>>>

  /** Every record of the owner, those in the trash included, some thousand at a time and in no order. */
  stamps(entity: Entity, owner: string, take: (stamps: Stamps) => Promise<void> | void): Promise<Result<null>>
  /** From now on saves are refused with this, until the call that is answered. */
  freeze(refusal: Fail): () => void

  /** Owners that have a profile or records here. */
  owners(): Promise<string[]>
  /** Writes all that is only in the log into the Parquet parts. */
  flush(): Promise<Result<null>>
  /**
   * Where outsiders may read this owner's versions, all that was saved until now among them and each file sound. To be read
   * at once: a later save may put another file, which holds the same rows and more, in the place of one.
   */
  dataFiles(owner: string): Promise<Result<DataFiles>>
  /** Reads every file against its checksum. Healthy files stay in use; damaged ones are quarantined and reported. */
  verify(options?: BulkOptions): Promise<Result<Damage[]>>
  /** Brings back what is damaged from copies, and sets aside what doesn't belong. `dry`: only says what it would do. */
  repair(copies: readonly Copy[], dry: boolean): Promise<Result<Repair[]>>
  info(): WorkspaceInfo
  onChange(listener: (changed: Changed[]) => void): () => void
  onInfo(listener: (info: WorkspaceInfo) => void): () => void
  /** Flushes and lets go of the folder. */
  close(): Promise<void>
}

/** `path` is where the NDJSON goes, one record a line, in the order they are to be numbered. */
export type Staged = {
  entity: Entity
  path: string
  /** How many records were written, where the writer counted them. */
  rows?: number
}
