// The page's rules: which field a failed test is about, what a version changed, what a type asks for.
import { describe, expect, it } from 'vitest'
import { changesOf } from '../../../src/renderer/pages/platform/model/changes.ts'
import { fieldToMend } from '../../../src/renderer/pages/platform/model/next-field.ts'
import { asksFor } from '../../../src/renderer/pages/platform-edit/model/asks.ts'
import type { Platform, PlatformConnection } from '../../../src/shared/domain/platform.ts'
import { credentialFields } from '../../../src/shared/domain/platform-rules.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { desk } from './platforms.ts'

const failed = (code: string, message: string, hint: string): PlatformConnection => ({
  ...desk.connection,
  state: 'failed',
  tested_at: '2026-11-01T09:00:00.000Z',
  error: { code, message, hint },
})
const google: Platform = {
  ...desk,
  platform_type: 'google_ads',
  credential_fields: credentialFields(PLATFORM_DEFINITIONS.google_ads, {
    client_id: { state: 'set' },
    client_secret: { state: 'set' },
    refresh_token: { state: 'set' },
  }),
  settings: {
    customer_id: '1234567890',
    encoding: 'HEX',
    api_version: 'v1',
    batch_size: 10_000,
    auto_refresh: false,
    refresh_frequency: 'weekly',
  },
}

describe('the field to mend', () => {
  it.each<[string, Platform, string | null]>([
    ['none of a connected one', desk, null],
    [
      'the only credential, when it was refused',
      { ...desk, connection: failed('unauthorized', 'It was refused.', 'Make a new one.') },
      'credentials.token',
    ],
    [
      'the one that the next step names',
      { ...google, connection: failed('unauthorized', 'Refused.', 'Copy the client secret again.') },
      'credentials.client_secret',
    ],
    [
      'the next step’s rather than one that is only mentioned',
      {
        ...google,
        connection: failed('not_found', 'The client ID sees no such account.', 'Check the customer ID.'),
      },
      'settings.customer_id',
    ],
    [
      'the only id, when nothing was found',
      { ...desk, connection: failed('not_found', 'Nothing there.', 'Check it.') },
      'settings.advertiser_id',
    ],
    [
      'none that can be told',
      { ...google, connection: failed('unauthorized', 'Refused.', 'Sign in.') },
      null,
    ],
    ['none for a network', { ...desk, connection: failed('offline', 'No answer.', 'Check the VPN.') }, null],
    [
      'a missing credential before all',
      {
        ...desk,
        credential_fields: {},
        connection: failed('not_found', 'Nothing.', 'Check the advertiser ID.'),
      },
      'credentials.token',
    ],
    [
      'a missing setting',
      {
        ...desk,
        settings: {
          auto_refresh: false,
          refresh_frequency: 'weekly',
          pii_type: 'Email',
          api_version: 'v3',
          batch_size: 5,
        },
      },
      'settings.advertiser_id',
    ],
  ])('is %s', (_what, platform, field) => expect(fieldToMend(platform)).toBe(field))
})

it('tells what a version changed, in the words of the type', () => {
  const after: Platform = {
    ...desk,
    version: 2,
    name: 'Desk EU',
    status: 'inactive',
    settings: { ...desk.settings, pii_type: 'Email', default_match_rate: 0.45, older_setting: 'other' },
    credential_fields: { token: { state: 'missing' } },
    connection: failed('unauthorized', 'The token was refused.', 'Make a new one.'),
  }
  expect(changesOf(desk, after)).toEqual([
    { field: 'name', label: 'Name', before: desk.name, after: 'Desk EU' },
    { field: 'status', label: 'Status', before: 'Active', after: 'Inactive' },
    { field: 'credential_fields.token', label: 'API token', before: 'Set · ends in 4f2a', after: 'Missing' },
    {
      field: 'settings.pii_type',
      label: 'Kind of identifier',
      before: 'E-mail, hashed',
      after: 'E-mail, clear text',
    },
    { field: 'settings.older_setting', label: 'Older setting', before: 'kept', after: 'other' },
    { field: 'settings.default_match_rate', label: 'Expected match rate', before: 'Not set', after: '45%' },
    {
      field: 'connection',
      label: 'Connection',
      before: 'Not tested',
      after: 'Not connected: The token was refused.',
    },
  ])
})

it.each(Object.values(PLATFORM_DEFINITIONS))(
  '$type asks for something, and only for what it has',
  definition => {
    const labels = [...definition.credentials, ...definition.settings].map(({ label }) => label)
    const asked = asksFor(definition)
    expect(asked.length).toBeGreaterThan(0)
    expect(labels).toEqual(expect.arrayContaining(asked))
  },
)
