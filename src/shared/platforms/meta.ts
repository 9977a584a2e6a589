// Meta: custom audiences of an ad account, Marketing API.
import type { PlatformDefinition } from './definition.ts'
import { apiVersion, batchSize, sizeFloor } from './fields.ts'

const GUIDE =
  'https://developers.facebook.com/documentation/ads-commerce/marketing-api/audiences/guides/custom-audiences'
const USERS =
  'https://developers.facebook.com/documentation/ads-commerce/marketing-api/reference/custom-audience/users'
const NORMALISATION =
  'https://help.hcl-software.com/unica/Link/en/12.1.7/Link/Facebook/data_normalization.html'
const SEGMENT_DOCS =
  'https://static0.twilio.com/docs/segment/connections/destinations/catalog/actions-facebook-custom-audiences'

export const meta: PlatformDefinition = {
  type: 'meta',
  name: 'Meta',
  about: 'Fills custom audiences of one ad account for Facebook and Instagram.',
  credentials: [
    {
      key: 'access_token',
      label: 'Access token',
      kind: 'secret',
      required: true,
      help: 'Needs the ads_management permission and the Advertiser or Admin role. The ad account must belong to a business portfolio. A changed password can end a token.',
      where: 'Meta Business settings → Users → System users → generate a token with ads_management',
    },
  ],
  credential_sets: [{ name: 'Access token', fields: ['access_token'] }],
  settings: [
    {
      key: 'ad_account_id',
      label: 'Ad account ID',
      kind: 'id',
      required: true,
      help: 'The account that owns the audiences. With or without “act_”.',
      where: 'Meta Ads Manager → account menu at the top left, or act=… in the address',
      placeholder: '10150123456789012',
      strip: /^\s*act_/,
      pattern: /^\d{1,20}$/,
      rule: 'must be 1 to 20 digits, with or without act_ before them',
    },
    {
      key: 'customer_file_source',
      label: 'Origin of the data',
      kind: 'choice',
      required: true,
      help: 'Meta asks where the list comes from. Only “collected by you” was seen in a document; the other two values are not confirmed.',
      where: 'Your choice',
      choices: [
        { value: 'USER_PROVIDED_ONLY', label: 'Collected by you from customers' },
        { value: 'PARTNER_PROVIDED_ONLY', label: 'From partners' },
        { value: 'BOTH_USER_AND_PARTNER_PROVIDED', label: 'Both' },
      ],
      default: 'USER_PROVIDED_ONLY',
    },
    apiVersion(
      'v25.0',
      /^v\d{1,3}\.\d$/,
      'must be written like v25.0',
      'The version in the address of every call. Meta retires versions.',
    ),
    sizeFloor(
      100,
      'A third-party page says that uploads with under 100 matches are discarded; Meta’s own figure is not confirmed.',
    ),
    batchSize(10_000, 10_000, 'Meta takes at most 10,000 people in one request, and any number in all.'),
  ],
  api: {
    version: 'v25.0',
    base_urls: { default: 'https://graph.facebook.com' },
    token_urls: null,
    source: GUIDE,
  },
  size_floor: {
    records: 100,
    basis: 'third_party',
    source:
      'https://www.alibabacloud.com/help/en/chatapp/developer-reference/api-cams-2020-06-06-addcustomaudienceuser',
    note: 'Counted in matches, not in rows. Meta’s own figure is not confirmed.',
  },
  batch: {
    records: 10_000,
    bytes: null,
    basis: 'platform',
    source: USERS,
    note: 'The most of one request; it may take 24 hours to settle.',
  },
  hashing: [
    {
      identifier: 'E-mail',
      steps: ['trim', 'lower_case'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'third_party',
      source: NORMALISATION,
    },
    {
      identifier: 'Phone',
      steps: ['digits_only', 'country_code', 'no_leading_zeros'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'third_party',
      source: NORMALISATION,
    },
    {
      identifier: 'Gender',
      steps: ['m_or_f'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'third_party',
      source: NORMALISATION,
    },
    {
      identifier: 'Date of birth',
      steps: ['year_month_day'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'third_party',
      source: NORMALISATION,
    },
    {
      identifier: 'Mobile advertiser ID, external ID',
      steps: [],
      algorithm: 'none',
      encoding: 'plain',
      basis: 'unconfirmed',
      source: USERS,
      note: 'That these are sent unhashed is not confirmed.',
    },
  ],
  match_rate: {
    reported: 'derived',
    how: 'Meta gives no match rate. It is worked out as approximate_count_lower_bound ÷ people uploaded, which is not confirmed; the count is rounded by Meta.',
    basis: 'unconfirmed',
    source: USERS,
  },
  default_match_rate: {
    rate: 0.4,
    note: 'The middle of the 30 to 50 % that a vendor’s blog reports, which is not confirmed by Meta; set your own as soon as you know it.',
    basis: 'third_party',
    source: 'https://embertribe.com/blog/boost-match-rate-facebook-custom-audiences-qtt-13',
  },
  notes: [
    {
      text: 'An audience whose name suggests health or finances can be flagged (operation_status 471): new campaigns can’t use it and edits fail.',
      basis: 'platform',
      source: GUIDE,
    },
    {
      text: 'Lists that no active ad set used for two years are queued for deletion.',
      basis: 'platform',
      source: 'https://developers.facebook.com/docs/marketing-api/custom-audience-api',
    },
    {
      text: 'The token’s user needs the Advertiser or Admin role, and the ad account a business portfolio.',
      basis: 'third_party',
      source: SEGMENT_DOCS,
    },
    {
      text: 'An identifier that is unknown for a person is sent as an empty text, so that columns stay in line.',
      basis: 'platform',
      source: USERS,
    },
  ],
}
