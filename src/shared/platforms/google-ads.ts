// Google Ads through the Data Manager API v1. The Google Ads API takes no new adopters of Customer Match since 1 April 2026
// (https://developers.google.com/ads/blog/posts/2026/03/changes-to-customer-match-support-in).
import type { FieldDefinition, PlatformDefinition } from './definition.ts'
import { apiVersion, batchSize, OAUTH_SET, oauthFields, sizeFloor } from './fields.ts'

const INGEST = 'https://developers.google.com/data-manager/api/reference/rest/v1/audienceMembers/ingest'
const GUIDE = 'https://developers.google.com/data-manager/api/devguides/audiences/send-audience-members'
const FORMATTING = 'https://developers.google.com/data-manager/api/devguides/concepts/formatting'
const DESTINATION = 'https://developers.google.com/data-manager/api/reference/rest/v1/Destination'
const USER_LIST = 'https://developers.google.com/google-ads/api/reference/rpc/v24/UserList.md.txt'

const customerId = (key: string, label: string, required: boolean, help: string): FieldDefinition => ({
  key,
  label,
  kind: 'id',
  required,
  help,
  where: 'Google Ads → top right of every page, ten digits written 123-456-7890',
  placeholder: '123-456-7890',
  strip: /[\s-]/g,
  pattern: /^\d{10}$/,
  rule: 'must be ten digits, with or without hyphens',
})

export const googleAds: PlatformDefinition = {
  type: 'google_ads',
  name: 'Google Ads',
  about:
    'Sends audience members to a customer list through the Data Manager API; no developer token is needed.',
  credentials: oauthFields({
    client: 'Google Cloud console → APIs & Services → Credentials → OAuth client',
    refresh:
      'The OAuth consent of a user with access to the account, for the scope https://www.googleapis.com/auth/datamanager',
    required: true,
  }),
  credential_sets: [{ name: 'OAuth', fields: OAUTH_SET }],
  settings: [
    customerId('customer_id', 'Customer ID', true, 'The account that receives the members.'),
    customerId(
      'login_customer_id',
      'Manager ID',
      false,
      'Only where access comes through a manager account: the account that the call is made as.',
    ),
    {
      key: 'user_list_id',
      label: 'Customer list ID',
      kind: 'id',
      required: false,
      help: 'With it, Test connection checks the list too, by a validate-only call that adds nobody.',
      where:
        'Google Ads → Tools → Audience manager → Your data segments → the list; its id is in the address',
      placeholder: '7890123456',
      pattern: /^\d{1,19}$/,
      rule: 'must be 1 to 19 digits',
    },
    {
      key: 'encoding',
      label: 'Encoding of hashes',
      kind: 'choice',
      required: true,
      help: 'Google takes either; the request says which.',
      where: 'Your choice',
      choices: [
        { value: 'HEX', label: 'Hexadecimal' },
        { value: 'BASE64', label: 'Base64' },
      ],
      default: 'HEX',
    },
    apiVersion('v1', /^v\d{1,2}$/, 'must be written like v1', 'The version in the address of every call.'),
    sizeFloor(
      100,
      'Google says 100 members; a third-party page says 100 for Display and 1,000 for Search and YouTube. Sources disagree: set what your account shows.',
    ),
    batchSize(10_000, 10_000, 'Google takes at most 10,000 members in one request.'),
  ],
  api: {
    version: 'v1',
    base_urls: { default: 'https://datamanager.googleapis.com' },
    token_urls: { default: 'https://oauth2.googleapis.com/token' },
    source: INGEST,
  },
  size_floor: {
    records: 100,
    basis: 'platform',
    source: GUIDE,
    note: 'A third-party page gives 1,000 for Search and YouTube; sources disagree, so it is a setting.',
  },
  batch: {
    records: 10_000,
    bytes: null,
    basis: 'platform',
    source: INGEST,
    note: 'The most of one request.',
  },
  hashing: [
    {
      identifier: 'E-mail',
      steps: ['remove_spaces', 'lower_case', 'gmail_local_part'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'platform',
      source: FORMATTING,
      note: 'Base64 is taken as well, if the request says so.',
    },
    {
      identifier: 'Phone',
      steps: ['trim', 'e164'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'platform',
      source: FORMATTING,
      note: 'Base64 is taken as well, if the request says so.',
    },
    {
      identifier: 'First and last name',
      steps: ['trim', 'lower_case'],
      algorithm: 'sha256',
      encoding: 'hex',
      basis: 'platform',
      source: FORMATTING,
      note: 'Without prefixes such as Mrs. and suffixes such as Jr.',
    },
    {
      identifier: 'Postal code and country',
      steps: ['trim'],
      algorithm: 'none',
      encoding: 'plain',
      basis: 'platform',
      source: FORMATTING,
      note: 'Never hashed.',
    },
  ],
  match_rate: {
    reported: 'by_api',
    how: 'The Google Ads API gives it per list as match_rate_percentage, which is not confirmed and needs that API’s access. Without it, enter the rate by hand from Audience manager.',
    basis: 'unconfirmed',
    source: USER_LIST,
  },
  notes: [
    {
      text: 'The list’s id is sent as productDestinationId and the account as operatingAccount.',
      basis: 'platform',
      source: DESTINATION,
    },
    {
      text: 'With a customer list ID, Test connection sends validateOnly: the request is checked and not carried out, and only errors come back.',
      basis: 'platform',
      source: INGEST,
    },
    {
      text: 'The older Google Ads API takes no new developers for Customer Match since 1 April 2026.',
      basis: 'platform',
      source: 'https://developers.google.com/ads/blog/posts/2026/03/changes-to-customer-match-support-in',
    },
  ],
}
