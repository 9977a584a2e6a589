// Amazon DSP and Amazon Marketing Cloud: audiences of an advertiser, Amazon Ads API.
import type { PlatformDefinition } from './definition.ts'
import { apiVersion, batchSize, OAUTH_SET, oauthFields, sizeFloor } from './fields.ts'

const SEGMENT =
  'https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/amazon-amc'
const INDEX = `${SEGMENT}/index.ts`
const FUNCTION = `${SEGMENT}/function.ts`
const TEALIUM = 'https://docs.tealium.com/server-side-connectors/amazon-ads-audience-management-connector/'

export const amazonDsp: PlatformDefinition = {
  type: 'amazon_dsp',
  name: 'Amazon Ads',
  about: 'Fills audiences of one advertiser for Amazon DSP and Amazon Marketing Cloud.',
  credentials: oauthFields({
    client: 'Login with Amazon console → the security profile that is approved for the Amazon Ads API',
    refresh: 'The OAuth consent of a user with access to the advertiser, done once for that security profile',
    required: true,
  }),
  credential_sets: [{ name: 'OAuth', fields: OAUTH_SET }],
  settings: [
    {
      key: 'region',
      label: 'Region',
      kind: 'choice',
      required: true,
      help: 'Each region has its own addresses. An account of another region is answered as if it weren’t there.',
      where: 'Where the advertiser’s Amazon Ads account is registered',
      choices: [
        { value: 'na', label: 'North America' },
        { value: 'eu', label: 'Europe' },
        { value: 'fe', label: 'Far East' },
      ],
      default: 'na',
    },
    {
      key: 'advertiser_id',
      label: 'Advertiser ID',
      kind: 'id',
      required: true,
      help: 'The advertiser that owns the audiences. These ids can be larger than a spreadsheet keeps exactly: copy the digits as text.',
      where: 'Amazon DSP → the advertiser’s page; the id is in the address',
      placeholder: '577123456789012345',
      pattern: /^\d{1,24}$/,
      rule: 'must be 1 to 24 digits',
    },
    {
      key: 'profile_id',
      label: 'Profile ID',
      kind: 'id',
      required: false,
      help: 'With it, Test connection looks for this one among the profiles that the sign-in can see.',
      where: 'Amazon Ads API → the list of profiles, or whoever set up the API access',
      placeholder: '4012345678901234',
      pattern: /^\d{1,24}$/,
      rule: 'must be 1 to 24 digits',
    },
    {
      key: 'country_code',
      label: 'Country',
      kind: 'text',
      required: true,
      help: 'The country of the audience’s members, as two capital letters (ISO 3166-1 alpha-2).',
      where: 'Your choice',
      placeholder: 'US',
      pattern: /^[A-Z]{2}$/,
      rule: 'must be two capital letters such as US',
    },
    {
      key: 'consent_signal',
      label: 'Consent signal',
      kind: 'choice',
      required: false,
      help: 'Outside the US every record needs a consent signal.',
      where: 'Your consent management',
      choices: [
        { value: 'amazon', label: 'Amazon consent signal' },
        { value: 'tcf', label: 'IAB TCF string' },
        { value: 'gpp', label: 'IAB GPP string' },
      ],
    },
    {
      key: 'member_ttl_days',
      label: 'Days a member stays',
      kind: 'number',
      required: false,
      help: 'Sent to Amazon in seconds. Amazon’s own most is not confirmed.',
      where: 'Your choice',
      min: 1,
      max: 3_650,
      whole: true,
    },
    apiVersion(
      'v1',
      /^v\d{1,2}$/,
      'must be written like v1',
      'The version in the media type of the audience calls (application/vnd.amcaudiences.v1+json). The list of profiles, which Test connection asks for, has its own.',
    ),
    sizeFloor(null, 'No smallest size was found in a document: enter one if your account manager names it.'),
    batchSize(6_000, 6_000, 'Tealium’s own queue size, a safe choice; Amazon’s limit is not confirmed.'),
  ],
  api: {
    version: 'v1',
    base_urls: {
      na: 'https://advertising-api.amazon.com',
      eu: 'https://advertising-api-eu.amazon.com',
      fe: 'https://advertising-api-fe.amazon.com',
    },
    token_urls: {
      na: 'https://api.amazon.com/auth/o2/token',
      eu: 'https://api.amazon.co.uk/auth/o2/token',
      fe: 'https://api.amazon.co.jp/auth/o2/token',
    },
    source: INDEX,
  },
  size_floor: {
    records: null,
    basis: 'unconfirmed',
    source: FUNCTION,
    note: 'None was found; that there is none is not confirmed.',
  },
  batch: {
    records: 6_000,
    bytes: 1_000_000,
    basis: 'third_party',
    source: TEALIUM,
    note: 'Tealium’s queue size, not the platform’s limit.',
  },
  hashing: [
    {
      identifier: 'E-mail',
      steps: ['lower_case', 'email_characters'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'third_party',
      source: FUNCTION,
    },
    {
      identifier: 'Phone',
      steps: ['digits_only'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'third_party',
      source: FUNCTION,
    },
    {
      identifier: 'Name, address, city, state, postal code',
      steps: ['lower_case', 'letters_and_digits'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'third_party',
      source: FUNCTION,
    },
  ],
  match_rate: {
    reported: 'never',
    how: 'No field for it was found in the API. Enter it by hand from Amazon’s interface, or set an expected rate.',
    basis: 'third_party',
    source: FUNCTION,
  },
  notes: [
    {
      text: 'Outside the US every record must carry consent: an Amazon signal, TCF or GPP.',
      basis: 'third_party',
      source: FUNCTION,
    },
    {
      text: 'A member’s external id is 1 to 128 letters, digits, hyphens or underscores.',
      basis: 'third_party',
      source: FUNCTION,
    },
    {
      text: 'Ids of advertisers and audiences are larger than 2^53; they are kept as text from end to end.',
      basis: 'third_party',
      source: INDEX,
    },
  ],
}
