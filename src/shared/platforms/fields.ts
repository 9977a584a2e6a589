// Fields that several platform types ask for alike.
import type { FieldDefinition } from './definition.ts'

/** The version that calls are made with: platforms retire versions sooner than an app is updated. */
export const apiVersion = (
  version: string,
  pattern: RegExp,
  rule: string,
  help: string,
): FieldDefinition => ({
  key: 'api_version',
  label: 'API version',
  kind: 'text',
  required: true,
  help,
  where: 'The platform’s change log or versioning page; leave it as it is unless a version is retired',
  default: version,
  pattern,
  rule,
})

/** The floor is a setting because platforms change it, and sources disagree. */
export const sizeFloor = (records: number | null, help: string): FieldDefinition => ({
  key: 'size_floor',
  label: 'Smallest list',
  kind: 'number',
  required: false,
  help,
  where: 'The platform’s help pages on audience size',
  ...(records === null ? {} : { default: records }),
  min: 0,
  max: 1_000_000_000,
  whole: true,
})

/** `most` is what the platform refuses to exceed; where it isn't known, what is sensible. */
export const batchSize = (records: number, most: number, help: string): FieldDefinition => ({
  key: 'batch_size',
  label: 'Records per request',
  kind: 'number',
  required: true,
  help,
  where: 'Leave it as it is unless requests are refused as too large',
  default: records,
  min: 1,
  max: most,
  whole: true,
})

/** Client id, client secret and refresh token of an OAuth app; access tokens are fetched with them. */
export const oauthFields = (where: {
  client: string
  refresh: string
  required: boolean
}): readonly FieldDefinition[] => [
  {
    key: 'client_id',
    label: 'Client ID',
    kind: 'text',
    required: where.required,
    help: 'Names the OAuth app that asks for access.',
    where: where.client,
  },
  {
    key: 'client_secret',
    label: 'Client secret',
    kind: 'secret',
    required: where.required,
    help: 'Proves that the request comes from the OAuth app.',
    where: where.client,
  },
  {
    key: 'refresh_token',
    label: 'Refresh token',
    kind: 'secret',
    required: where.required,
    help: 'Access tokens are fetched with it when they run out; you needn’t renew them by hand.',
    where: where.refresh,
  },
]

export const OAUTH_SET = ['client_id', 'client_secret', 'refresh_token'] as const
