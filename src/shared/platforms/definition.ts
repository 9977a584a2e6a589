// What a platform type is, as data: what it asks for, where it is reached, its limits, hashing and match rate.
// Forms, checks, connectors and docs/platforms.md read the same tables, so none of them can tell another story.
import type { PlatformType } from '../domain/platform.ts'
import { amazonDsp } from './amazon-dsp.ts'
import { folder } from './folder.ts'
import { googleAds } from './google-ads.ts'
import { linkedin } from './linkedin.ts'
import { meta } from './meta.ts'
import type { NormaliseStep } from './normalise-steps.ts'
import { theTradeDesk } from './the-trade-desk.ts'
import { tiktok } from './tiktok.ts'
import { webhook } from './webhook.ts'

/**
 * How far a figure can be trusted. `platform`: its own documents say so. `third_party`: another vendor's page or public
 * code does. `unconfirmed`: general knowledge that no page at hand confirmed; its note says so. `own`: our choice.
 */
export type Basis =
  | { basis: 'platform' | 'third_party' | 'unconfirmed'; source: string }
  | { basis: 'own'; source: null }

/** `id` is digits or letters kept as text, because some are larger than 2^53; `secret` is never shown again. */
export type FieldKind = 'text' | 'secret' | 'id' | 'choice' | 'url' | 'folder' | 'number'

export type FieldDefinition = {
  /** snake_case; unique among the credentials and settings of a type. */
  key: string
  label: string
  /** As it stands in a sentence, where that isn't “the” and the label. */
  in_words?: string
  kind: FieldKind
  /** A credential is required when every complete set holds it. */
  required: boolean
  /** What it is for; says so where something about it is not confirmed. */
  help: string
  /** Where an analyst finds it. */
  where: string
  placeholder?: string
  choices?: readonly { value: string; label: string }[]
  default?: string | number
  /** Parts that people paste with an id, such as `act_`; removed before the check. */
  strip?: RegExp
  pattern?: RegExp
  /** Words for a value that doesn't match: `must be …`. */
  rule?: string
  /** For numbers, both inclusive. */
  min?: number
  max?: number
  /** For numbers: whether decimals are refused. */
  whole?: boolean
}

/** Credentials that are enough together. */
export type CredentialSet = { name: string; fields: readonly string[] }

export type HashingRule = {
  identifier: string
  /** In this order. */
  steps: readonly NormaliseStep[]
  algorithm: 'sha256' | 'none'
  /** Of the hash's 32 bytes; `plain` where nothing is hashed. */
  encoding: 'hex' | 'base64' | 'plain'
  note?: string
} & Basis

export type PlatformDefinition = {
  type: PlatformType
  name: string
  about: string
  /** Kept in the keychain alone. */
  credentials: readonly FieldDefinition[]
  /** Ways to sign in; one of them has to be complete. */
  credential_sets: readonly CredentialSet[]
  settings: readonly FieldDefinition[]
  api: {
    version: string
    /** By the value of the `region` setting where there is one, else `default`. */
    base_urls: Readonly<Record<string, string>>
    /** Where access tokens are refreshed, by the same keys; null where tokens are typed in. */
    token_urls: Readonly<Record<string, string>> | null
    source: string
  } | null
  /** Members below which the platform doesn't use a list; null where none is known. */
  size_floor: { records: number | null; note: string } & Basis
  /** The most of one request: records, and bytes of its body; null where none is known. */
  batch: { records: number | null; bytes: number | null; note: string } & Basis
  hashing: readonly HashingRule[]
  match_rate: { reported: 'by_api' | 'derived' | 'never'; how: string } & Basis
  /** What a new account starts with, 0 to 1, until it has its own history. */
  default_match_rate?: { rate: number; note: string } & Basis
  /** What else an analyst should know before a first delivery. */
  notes: readonly ({ text: string } & Basis)[]
}

export const PLATFORM_DEFINITIONS: Readonly<Record<PlatformType, PlatformDefinition>> = {
  the_trade_desk: theTradeDesk,
  google_ads: googleAds,
  meta,
  amazon_dsp: amazonDsp,
  linkedin,
  tiktok,
  folder,
  webhook,
}
