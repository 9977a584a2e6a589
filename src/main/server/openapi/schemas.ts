// JSON Schemas of what the contract's schemas take and answer, with the large records named once for the whole document.
import * as z from 'zod'
import { AudienceFilter, AudienceQuery } from '../../../shared/contract/audiences.ts'
import { SyncStatus } from '../../../shared/contract/bigquery.ts'
import {
  DistributionFilter,
  DistributionQuery,
  Plan,
  Verdict,
} from '../../../shared/contract/distributions.ts'
import { PlatformFilter, PlatformQuery } from '../../../shared/contract/platforms.ts'
import { AccessToken } from '../../../shared/contract/tokens.ts'
import { WorkspaceInfo } from '../../../shared/contract/workspace.ts'
import { Audience, AudienceInput, AudiencePatch, AudienceSummary } from '../../../shared/domain/audience.ts'
import { Distribution, DistributionSummary } from '../../../shared/domain/distribution.ts'
import { Job } from '../../../shared/domain/job.ts'
import { Platform, PlatformInput, PlatformPatch } from '../../../shared/domain/platform.ts'
import { ProfileInput, User } from '../../../shared/domain/user.ts'
import { ShownDistribution } from '../routes/distributions.ts'
import { ShownPlatform } from '../routes/platforms.ts'

export type Json = { [key: string]: unknown }

/** A schema that is taken and one that is answered differ where it has defaults: each has its own names. */
const NAMED = {
  input: {
    AudienceInput,
    AudiencePatch,
    AudienceFilter,
    AudienceQuery,
    PlatformInput,
    PlatformPatch,
    PlatformFilter,
    PlatformQuery,
    Plan,
    DistributionFilter,
    DistributionQuery,
    ProfileInput,
  },
  output: {
    Audience,
    AudienceSummary,
    Platform,
    PlatformWithHealth: ShownPlatform,
    Distribution,
    DistributionWithTotals: ShownDistribution,
    DistributionSummary,
    Verdict,
    Job,
    Profile: User,
    AccessToken,
    WorkspaceInfo,
    SyncStatus,
  },
} as const satisfies Record<'input' | 'output', Record<string, z.ZodType>>

function registryOf(named: Readonly<Record<string, z.ZodType>>) {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  return registry
}
const registries = { input: registryOf(NAMED.input), output: registryOf(NAMED.output) }

/** Where a name that the library gives itself stands: any JSON, the one schema that refers to itself. */
const ANY_JSON = { description: 'Any JSON value' }
const OWN = /^__schema\d+$/

/** Everything below `$defs` goes to the components, and what refers to it refers to it there. */
function hoisted(value: unknown, components: Json): unknown {
  if (Array.isArray(value)) return value.map(item => hoisted(item, components))
  if (typeof value !== 'object' || value === null) return value
  const { $schema: _dialect, $defs, $ref, ...rest } = value as Json
  for (const [name, schema] of Object.entries(($defs ?? {}) as Json))
    if (!OWN.test(name)) components[name] ??= hoisted(withoutId(schema), components)
  const found = Object.fromEntries(
    Object.entries(rest).map(([key, item]) => [key, hoisted(item, components)]),
  )
  if (typeof $ref !== 'string') return found
  const name = $ref.slice('#/$defs/'.length)
  return OWN.test(name) ? { ...ANY_JSON, ...found } : { $ref: `#/components/schemas/${name}`, ...found }
}

const withoutId = (schema: unknown): Json => {
  const { id: _id, ...rest } = schema as Json
  return rest
}

/** Collects `components` as it goes. */
export function schemaMaker(components: Json) {
  return (schema: z.ZodType, io: 'input' | 'output'): Json =>
    hoisted(
      withoutId(
        z.toJSONSchema(schema, {
          io,
          target: 'draft-2020-12',
          unrepresentable: 'any',
          metadata: registries[io],
        }),
      ),
      components,
    ) as Json
}
export type SchemaOf = ReturnType<typeof schemaMaker>
