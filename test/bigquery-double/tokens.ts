// Sign-in: who holds which access token, and until when.
import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

export const BIGQUERY_SCOPE = 'https://www.googleapis.com/auth/bigquery'
export const SCOPES = [BIGQUERY_SCOPE, 'https://www.googleapis.com/auth/cloud-platform']

export type Access = { email: string; scopes: readonly string[]; expires: number }
export type Code = {
  email: string
  challenge: string | null
  redirectUri: string
  offline: boolean
  scopes: readonly string[]
}
export type Refresh = { email: string; scopes: readonly string[] }

/** What the person does at Google's page of consent. */
export type Consent = { email: string } | { error: string }

export interface Tokens {
  /** The installed app that is registered with Google. */
  readonly app: { clientId: string; clientSecret: string }
  consent: Consent
  /** How long an access token is good for; Google's hour. */
  lifetimeMs: number
  issue(email: string, scopes?: readonly string[], lifetimeMs?: number): string
  /** Null for one that was never given, has expired, or was revoked. */
  holder(token: string): Access | null
  issueRefresh(email: string, scopes?: readonly string[]): string
  refresh(token: string): Refresh | null
  addCode(code: Code): string
  /** A code is good once. */
  takeCode(code: string): Code | null
  /** Takes back all that was given to the person: refreshing answers invalid_grant. */
  revoke(email: string): void
  /** Access tokens are over; refresh tokens stay good. */
  expireAccess(): void
  /** A service account and its public key, PEM. */
  addServiceAccount(email: string, publicKey: string): void
  serviceAccountKey(email: string): string | null
}

const fresh = (kind: string) => `${kind}-${randomBytes(12).toString('hex')}`

export function makeTokens(clock: Clock): Tokens {
  const access = new Map<string, Access>()
  const refreshes = new Map<string, Refresh>()
  const codes = new Map<string, Code>()
  const accounts = new Map<string, string>()
  const tokens: Tokens = {
    app: { clientId: 'double.apps.googleusercontent.com', clientSecret: 'secret-of-the-double' },
    consent: { email: 'analyst@example.com' },
    lifetimeMs: 3_600_000,
    issue(email, scopes = SCOPES, lifetimeMs = tokens.lifetimeMs) {
      const token = fresh('access')
      access.set(token, { email, scopes, expires: clock.now() + lifetimeMs })
      return token
    },
    holder(token) {
      const found = access.get(token)
      return found && found.expires > clock.now() ? found : null
    },
    issueRefresh(email, scopes = SCOPES) {
      const token = fresh('refresh')
      refreshes.set(token, { email, scopes })
      return token
    },
    refresh: token => refreshes.get(token) ?? null,
    addCode(code) {
      const text = fresh('code')
      codes.set(text, code)
      return text
    },
    takeCode(text) {
      const found = codes.get(text) ?? null
      codes.delete(text)
      return found
    },
    revoke(email) {
      for (const [token, one] of refreshes) if (one.email === email) refreshes.delete(token)
      for (const [token, one] of access) if (one.email === email) access.delete(token)
    },
    expireAccess() {
      for (const one of access.values()) one.expires = 0
    },
    addServiceAccount: (email, publicKey) => void accounts.set(email, publicKey),
    serviceAccountKey: email => accounts.get(email) ?? null,
  }
  return tokens
}
