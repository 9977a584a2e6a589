// What a statement asks for: its kind and parts, in DuckDB's terms where they are to be computed.
import type { Mode, Type } from '../types.ts'
import type { Expr } from './cursor.ts'
import type { Token } from './tokens.ts'

export type Path = { path: readonly string[]; token: Token }
export type Target = Path & { alias: string }
export type Assignment = { column: string; value: Expr }
export type ColumnSpec = { name: string; type: Type; mode: Mode; description?: string; default?: string }
export type Options = ReadonlyMap<string, unknown>

export type When = {
  matched: 'matched' | 'not_by_target' | 'not_by_source'
  condition: string | null
  action:
    | { kind: 'update'; set: readonly Assignment[] }
    | { kind: 'delete' }
    | { kind: 'insert'; columns: readonly string[] | null; values: readonly Expr[] | null }
}

export type Select = { kind: 'SELECT'; sql: string }
export type Insert = {
  kind: 'INSERT'
  target: Target
  columns: readonly string[] | null
  source: { rows: readonly (readonly Expr[])[] } | { query: string }
}
export type Update = {
  kind: 'UPDATE'
  target: Target
  set: readonly Assignment[]
  from: string | null
  where: string
}
export type Delete = { kind: 'DELETE'; target: Target; where: string }
export type Merge = { kind: 'MERGE'; target: Target; source: string; on: string; whens: readonly When[] }
export type Dml = Insert | Update | Delete | Merge

export type Ddl =
  | { kind: 'CREATE_SCHEMA'; name: Path; ifNotExists: boolean; options: Options }
  | { kind: 'ALTER_SCHEMA'; name: Path; ifExists: boolean; options: Options }
  | { kind: 'DROP_SCHEMA'; name: Path; ifExists: boolean; cascade: boolean }
  | {
      kind: 'CREATE_TABLE'
      name: Path
      replace: boolean
      ifNotExists: boolean
      columns: readonly ColumnSpec[]
      primaryKey: readonly string[]
      partitionBy: { column: string; unit: string } | null
      clusterBy: readonly string[]
      options: Options
    }
  | {
      kind: 'CREATE_VIEW'
      name: Path
      replace: boolean
      ifNotExists: boolean
      options: Options
      /** GoogleSQL, as it was written. */
      query: string
    }
  | { kind: 'DROP_TABLE' | 'DROP_VIEW'; name: Path; ifExists: boolean }
  | {
      kind: 'ALTER_TABLE'
      name: Path
      ifExists: boolean
      add: readonly { column: ColumnSpec; ifNotExists: boolean }[]
      drop: readonly { column: string; ifExists: boolean }[]
      options: Options
    }
  | { kind: 'TRUNCATE_TABLE'; name: Path }
  | {
      kind: 'CREATE_ROW_ACCESS_POLICY'
      policy: string
      name: Path
      replace: boolean
      ifNotExists: boolean
      grantees: readonly string[]
      /** GoogleSQL, as it was written. */
      filter: string
    }
  | { kind: 'DROP_ROW_ACCESS_POLICY'; policy: string | null; name: Path; ifExists: boolean }

export type Transaction = { kind: 'BEGIN_TRANSACTION' | 'COMMIT_TRANSACTION' | 'ROLLBACK_TRANSACTION' }

export type Statement = Select | Dml | Ddl | Transaction
