// Fields that several platforms' tests read alike.
import type { Field } from './tester.ts'

/** Client id, client secret and refresh token. */
export const oauthFields = (required: boolean): readonly Field[] => [
  { key: 'client_id', label: 'the client id', kind: 'secret', required },
  { key: 'client_secret', label: 'the client secret', kind: 'secret', required },
  { key: 'refresh_token', label: 'the refresh token', kind: 'secret', required },
]

/** The API version, which goes into addresses or headers; the test's own default counts when it is not set. */
export const versionField = (pattern: RegExp, example: string): Field => ({
  key: 'api_version',
  label: 'the API version',
  kind: 'text',
  required: false,
  pattern,
  rule: `written like ${example}`,
})
