// TikTok: custom audiences of an advertiser, Business API v1.3.
import type { PlatformDefinition } from './definition.ts'
import { apiVersion, batchSize, sizeFloor } from './fields.ts'

const SEGMENT =
  'https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/tiktok-audiences'
const INDEX = `${SEGMENT}/index.ts`
const FUNCTIONS = `${SEGMENT}/functions.ts`
const REDPOINT = 'https://docs.redpointglobal.com/bpd/tiktok-api'
const TEALIUM =
  'https://docs.tealium.com/server-side-connectors/tiktok-audiences-tealium-provided-credentials-connector/'
const TREASURE_DATA = 'https://docs.treasuredata.com/int/tiktok-marketing-api-export-integration'
const FORMATS = 'https://ads.tiktok.com/help/article/list-of-supported-ids-and-formats-for-a-customer-file'

export const tiktok: PlatformDefinition = {
  type: 'tiktok',
  name: 'TikTok',
  about: 'Fills custom audiences of one advertiser account.',
  credentials: [
    {
      key: 'access_token',
      label: 'Access token',
      kind: 'secret',
      required: true,
      help: 'Long-lived: valid until it is revoked. Sent in the Access-Token header.',
      where:
        'TikTok for Business Developers → My Apps → the app → authorise the advertiser, then exchange the auth code',
    },
  ],
  credential_sets: [{ name: 'Access token', fields: ['access_token'] }],
  settings: [
    {
      key: 'advertiser_id',
      label: 'Advertiser ID',
      kind: 'id',
      required: true,
      help: 'The account that owns the audiences. These ids can be larger than a spreadsheet keeps exactly: copy the digits as text.',
      where: 'TikTok Ads Manager → account menu at the top right, or aadvid=… in the address',
      placeholder: '7012345678901234567',
      pattern: /^\d{1,24}$/,
      rule: 'must be 1 to 24 digits',
    },
    apiVersion('v1.3', /^v\d\.\d$/, 'must be written like v1.3', 'The version in the address of every call.'),
    sizeFloor(
      1_000,
      'A third-party page says that 1,000 people are needed to target; TikTok’s own figure is not confirmed.',
    ),
    batchSize(1_000, 10_000, 'Tealium’s own queue size, a safe choice; TikTok’s limit is not confirmed.'),
  ],
  api: {
    version: 'v1.3',
    base_urls: { default: 'https://business-api.tiktok.com/open_api' },
    token_urls: null,
    source: REDPOINT,
  },
  size_floor: {
    records: 1_000,
    basis: 'third_party',
    source: TREASURE_DATA,
    note: 'To be targetable. TikTok’s own figure is not confirmed.',
  },
  batch: {
    records: 1_000,
    bytes: 1_000_000,
    basis: 'third_party',
    source: TEALIUM,
    note: 'Tealium’s queue size, not the platform’s limit.',
  },
  hashing: [
    {
      identifier: 'E-mail',
      steps: ['trim', 'lower_case', 'remove_plus_suffix'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'platform',
      source: FORMATS,
      note: 'Segment’s connector also removes all dots before the @, which TikTok’s page doesn’t say.',
    },
    {
      identifier: 'Phone',
      steps: ['e164'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'unconfirmed',
      source: FORMATS,
      note: 'Versions of TikTok’s page differ on the plus sign, so the form is not confirmed.',
    },
    {
      identifier: 'Mobile advertiser ID',
      steps: ['lower_case'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'platform',
      source: FORMATS,
      note: 'All upper or all lower case, the same throughout.',
    },
  ],
  match_rate: {
    reported: 'never',
    how: 'No field for it was found in the API. Enter it by hand from TikTok Ads Manager, or set an expected rate.',
    basis: 'third_party',
    source: FUNCTIONS,
  },
  notes: [
    {
      text: 'TikTok answers HTTP 200 to refused calls too; only a code of 0 in the answer means success.',
      basis: 'third_party',
      source: INDEX,
    },
    {
      text: 'At most 400 audiences an account; the size shown refreshes within 24 to 48 hours.',
      basis: 'third_party',
      source: TREASURE_DATA,
    },
    {
      text: 'The address that members are uploaded to (segment/mapping) is not confirmed.',
      basis: 'unconfirmed',
      source: FUNCTIONS,
    },
  ],
}
