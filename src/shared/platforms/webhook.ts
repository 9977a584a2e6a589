// A webhook: signed HTTPS POSTs to an address of your own.
import type { PlatformDefinition } from './definition.ts'
import { batchSize } from './fields.ts'

const OWN = { basis: 'own', source: null } as const
const STANDARD_WEBHOOKS =
  'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md'

export const webhook: PlatformDefinition = {
  type: 'webhook',
  name: 'Webhook',
  about:
    'Posts JSON to an HTTPS address of yours and signs each request, so that the receiver knows who sent it.',
  credentials: [
    {
      key: 'secret',
      label: 'Signing secret',
      kind: 'secret',
      required: true,
      help: 'The receiver checks each request’s HMAC-SHA256 signature, in the form of Standard Webhooks, with the same secret. At least 24 characters; one that begins with whsec_ is Base64 after that.',
      where: 'Make a random one and give it to whoever runs the receiver',
      pattern: /^(?:(?!whsec_)[\x21-\x7e]{24,}|whsec_[A-Za-z0-9+/_-]{24,}={0,2})$/,
      rule: 'must be at least 24 letters, digits or signs without spaces; after whsec_, of Base64',
    },
  ],
  credential_sets: [{ name: 'Signing secret', fields: ['secret'] }],
  settings: [
    {
      key: 'url',
      label: 'Address',
      kind: 'url',
      required: true,
      help: 'Starts with https://. It is shown in lists and kept with the platform: put no password or token in it.',
      where: 'Ask whoever runs the receiver',
      placeholder: 'https://hooks.example.com/audiences',
    },
    batchSize(1_000, 10_000, 'Our own choice: small enough for receivers that take about 1 MB a request.'),
  ],
  api: null,
  size_floor: { records: null, note: 'A webhook has none; its receiver may.', ...OWN },
  batch: { records: 1_000, bytes: 1_000_000, note: 'Our own choice.', ...OWN },
  hashing: [
    {
      identifier: 'All identifiers',
      steps: [],
      algorithm: 'none',
      encoding: 'plain',
      note: 'Sent as the audience holds them.',
      ...OWN,
    },
  ],
  match_rate: {
    reported: 'never',
    how: 'A webhook can’t tell who was matched. Enter the rate by hand when the receiver reports it.',
    ...OWN,
  },
  notes: [
    {
      text: 'An answer from 200 to 299 is success; a redirect is a failure and isn’t followed.',
      basis: 'third_party',
      source: STANDARD_WEBHOOKS,
    },
    {
      text: 'A signing secret should be random, of at least 24 bytes, and used for one address only.',
      basis: 'third_party',
      source: STANDARD_WEBHOOKS,
    },
  ],
}
