// Requests with a secret where none belongs. Each must be refused, and no refusal, log or record may hold it.
import type { Secrets } from './forms.ts'

export type HostileCall = { method: string; path: string; body: unknown }

/**
 * `platform_id` is of a Meta account. `names` are sent as names of fields that nobody knows: the refusal says which these
 * are, to whoever sent them.
 */
export function hostileCalls(platform_id: string): {
  calls: HostileCall[]
  secrets: Secrets
  names: Secrets
} {
  const secrets: Record<string, string> = {}
  const names = { 'of an input': 'misnamed-"\\/+=>>>???~input', 'of a patch': 'misnamed-"\\/+=>>>???~patch' }
  const odd = (name: string, start = '') => {
    const value = `${start}misplaced-${Object.keys(secrets).length}-"\\/+=>>>???~${name.length * 7919}`
    secrets[name] = value
    return value
  }
  const bearer = (name: string) => odd(name, 'Bearer eyJhbGciOi.')
  const meta = { name: 'Not saved', platform_type: 'meta' }
  const long = (name: string) => {
    secrets[name] = `${'long-and-"longer/+'.repeat(200)}${name}`
    return secrets[name]
  }
  const inputs: [string, Record<string, unknown>][] = [
    ['a setting that is named as a secret', { ...meta, settings: { access_token: odd('setting') } }],
    ['an unknown setting that looks like one', { ...meta, settings: { remark: bearer('remark') } }],
    ['deep in a setting', { ...meta, settings: { remark: { deep: [{ password: odd('deep') }] } } }],
    ['the name of a setting', { ...meta, settings: { [odd('setting name', 'client_secret=')]: 'x' } }],
    ['the long name of a setting', { ...meta, settings: { [odd('long setting name').repeat(3)]: 'x' } }],
    ['a choice', { ...meta, settings: { customer_file_source: odd('choice') } }],
    ['an id', { ...meta, settings: { ad_account_id: odd('id') } }],
    ['an unknown field', { ...meta, access_token: odd('unknown field') }],
    ['the name of an unknown field', { ...meta, [names['of an input']]: true }],
    ['the name of a credential', { ...meta, credentials: { [odd('name of a credential')]: 'x' } }],
    ['an unknown credential', { ...meta, credentials: { token: odd('unknown credential') } }],
    ['a list', { ...meta, credentials: [odd('list')] }],
    ['not text', { ...meta, credentials: { access_token: { value: odd('not text') } } }],
    ['too long', { ...meta, credentials: { access_token: long('too long') } }],
    ['with a line break', { ...meta, credentials: { access_token: `${odd('line break')}\nx` } }],
    ['the type', { ...meta, platform_type: odd('type') }],
    ['the status', { ...meta, status: odd('status') }],
    ['the name, too long', { ...meta, name: long('name') }],
    [
      'an address',
      {
        name: 'Not saved',
        platform_type: 'webhook',
        settings: { url: `https://x.example/?token=${encodeURIComponent(odd('address'))}` },
      },
    ],
    [
      'a user of an address',
      {
        name: 'Not saved',
        platform_type: 'webhook',
        settings: { url: `https://me:${encodeURIComponent(odd('password'))}@x.example/` },
      },
    ],
    [
      'of a wrong form',
      {
        name: 'Not saved',
        platform_type: 'webhook',
        credentials: { secret: `whsec_${odd('of a wrong form')}` },
      },
    ],
    [
      'beside a taken name',
      { ...meta, name: 'META, GOOD', credentials: { access_token: odd('taken name') } },
    ],
  ]
  const patches: Record<string, unknown>[] = [
    { settings: { refresh_token: odd('patched setting') } },
    { credentials: { [odd('patched name')]: 'x' } },
    { [names['of a patch']]: 1 },
    { credentials: { access_token: long('patched, too long') } },
  ]
  const calls = [
    ...inputs.flatMap(([, body]) => [
      { method: 'POST', path: '/api/rpc/platforms.create', body },
      { method: 'POST', path: '/api/platforms', body },
    ]),
    ...patches.flatMap(patch => [
      {
        method: 'POST',
        path: '/api/rpc/platforms.update',
        body: { platform_id, expected_version: 1, patch },
      },
      { method: 'PATCH', path: `/api/platforms/${platform_id}`, body: patch },
    ]),
    {
      method: 'POST',
      path: '/api/rpc/platforms.update',
      body: {
        platform_id,
        expected_version: 999,
        patch: { credentials: { access_token: odd('stale edit') } },
      },
    },
    {
      method: 'POST',
      path: '/api/rpc/platforms.create',
      body: { ...meta, user_id: odd('user'), credentials: { access_token: odd('with a user') } },
    },
    { method: 'POST', path: '/api/rpc/platforms.testConnection', body: { platform_id, token: odd('test') } },
    { method: 'POST', path: '/api/platforms', body: { ...meta, user_id: odd('user of a call') } },
    {
      method: 'GET',
      path: `/api/platforms?user_id=${encodeURIComponent(odd('user of a query'))}`,
      body: undefined,
    },
    { method: 'GET', path: `/api/platforms?limit=${encodeURIComponent(odd('limit'))}`, body: undefined },
    {
      method: 'GET',
      path: `/api/platforms?platform_type=${encodeURIComponent(odd('type of a query'))}`,
      body: undefined,
    },
  ]
  return { calls, secrets, names }
}
