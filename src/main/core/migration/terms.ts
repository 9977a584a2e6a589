// Words that the modules of a migration share.
import type { MigratedEntity, MigrationNote } from '../../../shared/contract/migration.ts'

export type { MigratedEntity }

/** Written with every version that was migrated. A record whose newest version has it wasn't touched since. */
export const MIGRATED = 'Migrated from the reference system'

/** In `metadata.planned_in`: no workspace has this name, so nothing starts such a run but a person. */
export const PLANNED_IN_REFERENCE = 'reference-system'

/** A Parquet file of the reference system. */
export type SourceFile = {
  /** As DuckDB takes it. */
  pattern: string
  /** Relative to the folder, with slashes. */
  name: string
  entity: MigratedEntity | 'user'
  /** From its folder's `user_id=…`; '' for a file of all users. */
  user_id: string
  /** When its rows came about if they don't say: the start of its month, or when the file was written. Microseconds. */
  about: number
}

/** What is known of a row before it is read: made by SQL (`keys.ts`), read by the worker (`map-batch.ts`). */
export type RowKey = {
  /** Number of the file, and of the row in it from 0. */
  file: number
  row: number
  /** Whose folder it lies in. */
  user: string
  /** Ours; null where the row has none. */
  id: string | null
  /** The row's own id, where it can't be kept. */
  given: string | null
  /** Milliseconds. */
  created: number
  updated: number
  /** Of the record here that it follows; 0 when there is none. */
  base: number
  /** Of a distribution: what its audience and platform are, as far as they are known. */
  audience_id?: string | null
  audience_name?: string | null
  audience_version?: number
  platform_id?: string | null
  platform_name?: string | null
  platform_type?: string | null
}

/** The versions that became of a record's rows, when there were several: what a run of that time sent. */
export type History = { id: string; versions: { saved: number; name: string }[] }

export type RowNote = Pick<MigrationNote, 'level' | 'id' | 'message'> & { file: number; row: number }
