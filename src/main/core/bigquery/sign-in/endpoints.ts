// Where Google's services are. Tests and emulators stand in for them; nothing else may, since calls carry tokens.
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import { parseAddress } from '../../connectors/http/address.ts'
import type { Endpoints } from './face.ts'

const NAMES = { BIGQUERY_API_ENDPOINT: 'api', BIGQUERY_OAUTH_ENDPOINT: 'oauth' } as const

/** Both are base addresses: https, or http on the loopback. Absent ones are Google's own. */
export function endpointsFrom(env: Readonly<Record<string, string | undefined>>): Result<Endpoints> {
  const found: Endpoints = {}
  for (const [name, key] of Object.entries(NAMES)) {
    const text = env[name]
    if (!text) continue
    const url = parseAddress(text, 'loopback_http')
    if (!url || url.search || url.hash) {
      return fail('validation_failed', `${name} is not an address that can be used`, {
        hint: 'It begins with https://, or with http:// for this computer alone, as http://127.0.0.1:9050.',
        details: { fields: [{ path: name, message: 'Not an https address, nor http on the loopback' }] },
      })
    }
    found[key] = url.href.replace(/\/$/, '')
  }
  return ok(found)
}
