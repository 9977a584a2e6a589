// The three ways to sign in to Google, and what the rest gets from each. Types only.
import type { AuthClient } from 'google-auth-library'

/** Signs the calls of one connection. */
export type Auth = {
  client: AuthClient
  /** The next call gets a new access token, though the present one looks valid. */
  renew(): void
}

/**
 * How calls are signed. `browser`: the user's own sign-in, through an OAuth client of type "Desktop app" that the
 * administrator made; its id is no secret. `default`: what `gcloud auth application-default login` left on this computer.
 * `service_account`: a key whose content is in the vault.
 */
export type SignInConfig =
  | { way: 'browser'; client_id: string }
  | { way: 'default' }
  | { way: 'service_account' }

/** Whose secrets in the vault are Google's: the place of a platform that no platform can have. */
export const PLACE = 'bigquery'
/** The fields of that place. */
export const FIELDS = ['refresh_token', 'client_secret', 'service_account_key'] as const

/** Addresses of Google, replaced in tests. https, or http on the loopback. */
export type Endpoints = { api?: string; oauth?: string }
