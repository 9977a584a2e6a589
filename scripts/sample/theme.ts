// What a theme of the sample workspace is: briefs that analysts wrote, and the variables that answer them.
import type { DataType, IdentifierType } from '../../src/shared/domain/audience.ts'

/** Code, description, category, type. */
export type VariableSeed = readonly [code: string, description: string, category: string, type: string]

export type Brief = {
  name: string
  query: string
  /** What the audience is cut into, the largest first. */
  segments: readonly string[]
  /** Numbers of PRIZM Premier segments that index high. */
  prizm: readonly number[]
  /** Thousands of households or people. */
  reach: number
  tags: readonly string[]
  /** How the same idea came back later, for another market, season or data source. */
  again: { name: string; query: string; reach?: number }
  data?: DataType
  identifier?: IdentifierType
}

export type Theme = {
  key: string
  unit: 'households' | 'people'
  /** Id and name of campaigns that these audiences are made for. */
  campaigns: readonly (readonly [id: string, name: string])[]
  variables: readonly VariableSeed[]
  /** Why such an audience exists, one or two sentences each. */
  purposes: readonly string[]
  notes: readonly string[]
  briefs: readonly Brief[]
}
