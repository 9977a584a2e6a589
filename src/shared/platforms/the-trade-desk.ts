// The Trade Desk: CRM data segments of an advertiser, API v3.
import type { PlatformDefinition } from './definition.ts'
import { apiVersion, batchSize, sizeFloor } from './fields.ts'

const SEGMENT_CODE =
  'https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/the-trade-desk-crm/functions.ts'
const SEGMENT_INDEX =
  'https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/the-trade-desk-crm/index.ts'
const TEALIUM = 'https://docs.tealium.com/server-side-connectors/the-trade-desk-crm-data-connector'
const UID2_DOCS = 'https://github.com/IABTechLab/uid2docs/pull/953/files'

export const theTradeDesk: PlatformDefinition = {
  type: 'the_trade_desk',
  name: 'The Trade Desk',
  about: 'Uploads e-mail addresses as a CRM data segment of one advertiser.',
  credentials: [
    {
      key: 'token',
      label: 'API token',
      kind: 'secret',
      required: true,
      help: 'A long-lived token, sent in the TTD-Auth header.',
      where:
        'The Trade Desk Partner Portal → user profile menu → Manage API Tokens → create a long-lived token',
    },
  ],
  credential_sets: [{ name: 'API token', fields: ['token'] }],
  settings: [
    {
      key: 'advertiser_id',
      label: 'Advertiser ID',
      kind: 'id',
      required: true,
      help: 'The advertiser that owns the segments.',
      where: 'The Trade Desk → the advertiser’s page, or your account manager',
      placeholder: 'abc123x',
      pattern: /^[A-Za-z0-9_-]{1,64}$/,
      rule: 'must be 1 to 64 letters, digits, hyphens or underscores',
    },
    {
      key: 'region',
      label: 'Region',
      kind: 'text',
      required: false,
      help: 'Sent as you type it when a segment is made. The list of allowed values is not confirmed: ask your account manager. Segments of the EU take no phone numbers.',
      where: 'Your account manager at The Trade Desk',
      placeholder: 'US',
      pattern: /^[A-Za-z0-9_-]{1,40}$/,
      rule: 'must be at most 40 letters, digits, hyphens or underscores',
    },
    {
      key: 'pii_type',
      label: 'Kind of identifier',
      kind: 'choice',
      required: true,
      help: 'Hashed addresses never leave this computer in clear text.',
      where: 'Your choice',
      choices: [
        { value: 'EmailHashedUnifiedId2', label: 'E-mail, hashed' },
        { value: 'Email', label: 'E-mail, clear text' },
      ],
      default: 'EmailHashedUnifiedId2',
    },
    apiVersion('v3', /^v\d{1,2}$/, 'must be written like v3', 'The version in the address of every call.'),
    sizeFloor(
      1_500,
      'Segment’s connector refused lists under 1,500 rows; The Trade Desk’s own figure is not confirmed.',
    ),
    batchSize(
      10_000,
      1_000_000,
      'Tealium’s own queue size, a safe choice; The Trade Desk publishes no limit that was found.',
    ),
  ],
  api: {
    version: 'v3',
    base_urls: { default: 'https://api.thetradedesk.com' },
    token_urls: null,
    source: SEGMENT_INDEX,
  },
  size_floor: {
    records: 1_500,
    basis: 'third_party',
    source: SEGMENT_CODE,
    note: 'An older path of Segment’s connector refused fewer rows; a figure of The Trade Desk itself is not confirmed.',
  },
  batch: {
    records: 10_000,
    bytes: 100_000_000,
    basis: 'third_party',
    source: TEALIUM,
    note: 'Tealium’s queue size, not the platform’s limit.',
  },
  hashing: [
    {
      identifier: 'E-mail',
      steps: ['trim', 'lower_case', 'gmail_com_local_part'],
      algorithm: 'sha256',
      encoding: 'base64',
      basis: 'third_party',
      source: UID2_DOCS,
      note: 'Base64 of the hash’s 32 bytes. Base64 of its hexadecimal text is not valid.',
    },
    {
      identifier: 'Phone',
      steps: ['e164'],
      algorithm: 'sha256',
      encoding: 'base64',
      basis: 'unconfirmed',
      source: TEALIUM,
      note: 'E.164 is not confirmed. Segments of the EU take no phone numbers.',
    },
  ],
  match_rate: {
    reported: 'never',
    how: 'No field for it was found in the API. Enter it by hand from The Trade Desk’s interface, or set an expected rate.',
    basis: 'third_party',
    source: SEGMENT_CODE,
  },
  notes: [
    {
      text: 'Each upload replaces the segment’s content (MergeMode “Replace”).',
      basis: 'third_party',
      source: SEGMENT_CODE,
    },
    {
      text: 'No request limit is published. A 429 lasts about a minute, and use of the interface counts too.',
      basis: 'third_party',
      source:
        'https://raw.githubusercontent.com/api-evangelist/trade-desk/refs/heads/main/rate-limits/trade-desk-rate-limits.yml',
    },
    {
      text: 'Members of id-based segments stay 30 days unless told otherwise, at most 180.',
      basis: 'third_party',
      source:
        'https://rudderstack.com/docs/destinations/reverse-etl-destinations/trade-desk-audience/setup-guide',
    },
    {
      text: 'Uploading CRM data has to be enabled by your account manager first.',
      basis: 'third_party',
      source:
        'https://experienceleague.adobe.com/en/docs/experience-platform/destinations/catalog/advertising/tradedesk-emails',
    },
  ],
}
