// LinkedIn: DMP segments of an ad account, Marketing API with monthly versions.
import type { PlatformDefinition } from './definition.ts'
import { apiVersion, batchSize, OAUTH_SET, oauthFields, sizeFloor } from './fields.ts'

const USERS =
  'https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/create-and-manage-segment-users'
const FAQ = 'https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/matched-audiences-faq'
const TEALIUM =
  'https://docs.tealium.com/server-side-connectors/linkedin-matched-audiences-connector-setup-guide'
const REFRESH = 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/programmatic-refresh-tokens'
const LISTS =
  'https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/create-and-manage-list-uploads'

export const linkedin: PlatformDefinition = {
  type: 'linkedin',
  name: 'LinkedIn',
  about: 'Fills matched audiences of one ad account with hashed e-mail addresses.',
  credentials: [
    {
      key: 'access_token',
      label: 'Access token',
      kind: 'secret',
      required: false,
      help: 'Lasts 60 days by default. Needs the rw_dmp_segments permission, which LinkedIn grants to approved developers only. Leave it empty if you have a refresh token.',
      where: 'LinkedIn Developer Portal → Docs and tools → OAuth token generator',
    },
    ...oauthFields({
      client: 'LinkedIn Developer Portal → My apps → the app → Auth',
      refresh:
        'The OAuth consent of a member with access to the account; LinkedIn gives refresh tokens to approved partners only',
      required: false,
    }),
  ],
  credential_sets: [
    { name: 'Access token', fields: ['access_token'] },
    { name: 'OAuth with refresh token', fields: OAUTH_SET },
  ],
  settings: [
    {
      key: 'account_id',
      label: 'Ad account ID',
      kind: 'id',
      required: true,
      help: 'The account that owns the segments. The signed-in member needs any role in it but Viewer.',
      where: 'LinkedIn Campaign Manager → account name; the id is in the address',
      placeholder: '516848833',
      strip: /^\s*urn:li:sponsoredAccount:/,
      pattern: /^\d{1,19}$/,
      rule: 'must be 1 to 19 digits',
    },
    apiVersion(
      '202606',
      /^20\d{2}(0[1-9]|1[0-2])$/,
      'must be a year and a month such as 202606',
      'Sent as LinkedIn-Version. Each version ends about a year after its month; then calls fail until you enter a newer one.',
    ),
    sizeFloor(300, 'LinkedIn’s smallest audience that a campaign may use is 300 members.'),
    batchSize(5_000, 5_000, 'That 5,000 fit in one request is not confirmed: lower it if LinkedIn refuses.'),
  ],
  api: {
    version: '202606',
    base_urls: { default: 'https://api.linkedin.com/rest' },
    token_urls: { default: 'https://www.linkedin.com/oauth/v2/accessToken' },
    source: USERS,
  },
  size_floor: {
    records: 300,
    basis: 'third_party',
    source: TEALIUM,
    note: 'Members, after matching.',
  },
  batch: {
    records: 5_000,
    bytes: null,
    basis: 'unconfirmed',
    source: USERS,
    note: 'The figure is not confirmed, so it is a setting.',
  },
  hashing: [
    {
      identifier: 'E-mail',
      steps: ['trim', 'lower_case'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'unconfirmed',
      source: USERS,
      note: 'Sent as SHA256_EMAIL; the steps before hashing are not confirmed.',
    },
  ],
  match_rate: {
    reported: 'by_api',
    how: 'matchedCount ÷ inputCount of the segment. Both cover the last 7 days only, while audienceSize covers all that was sent.',
    basis: 'third_party',
    source: TEALIUM,
  },
  notes: [
    {
      text: '600 requests a minute and member; older pages say 500. Above it LinkedIn answers 429.',
      basis: 'platform',
      source: USERS,
    },
    {
      text: 'A new segment needs 5 seconds before it takes members.',
      basis: 'platform',
      source: USERS,
    },
    {
      text: 'A sign-in lasts 365 days in all: refreshing doesn’t prolong it, and then a person has to sign in again.',
      basis: 'platform',
      source: REFRESH,
    },
    {
      text: 'Segments that are BUILDING, UPDATING, READY or ARCHIVED may be targeted; EXPIRED, FAILED and ERROR may not.',
      basis: 'platform',
      source: FAQ,
    },
    { text: 'Lists uploaded as CSV take up to 48 hours.', basis: 'platform', source: LISTS },
  ],
}
