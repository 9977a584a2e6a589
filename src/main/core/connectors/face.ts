// The connectors' face: what the application knows of talking to ad platforms and other destinations.
import type { PlatformType } from '../../../shared/domain/platform.ts'
import type { ErrorCode } from '../../../shared/errors.ts'

/** Secret values by field key. They exist only inside the core, for as long as one call needs them. */
export type Credentials = Readonly<Record<string, string>>

/** Why a connection failed, for a machine to act on; the words are in the error beside it. */
export type FailureCause =
  | 'expired'
  | 'refused'
  | 'wrong_id'
  | 'missing_scope'
  | 'rate_limited'
  | 'wrong_region'
  | 'tls'
  /** No name, no route, no listener, or a connection that was cut. */
  | 'offline'
  | 'timeout'
  | 'incomplete'
  /** The platform could not answer just now; it passes by itself. */
  | 'platform_fault'
  /** The version of its API that was asked for is not served. */
  | 'wrong_version'
  /** Turned down for a reason that is none of these, and that doesn't pass by itself. */
  | 'rejected'
  /** Something answered, but not the platform's API: a proxy's page, a sign-in page, too much data. */
  | 'unreadable'
  | 'cancelled'
  /** The platform gave a new refresh token and the vault could not keep it. */
  | 'not_saved'

export type Verdict =
  /** `PlatformConnection` takes every text as it is: on one line, within its length. */
  | { state: 'ok'; account_label: string | null; checked: readonly string[] }
  | {
      state: 'failed'
      /** None of the texts ever holds a credential. */
      error: { code: ErrorCode; message: string; hint: string }
      /** What had been found to be right before the failure. */
      checked: readonly string[]
      cause: FailureCause
    }

export type TestConnectionInput = {
  credentials: Credentials
  settings: Readonly<Record<string, unknown>>
  signal: AbortSignal
  /** Limit of each HTTP call, or of the whole probe of a folder, in milliseconds. */
  timeout_ms: number
  /**
   * Developer setting: every call goes to this address in place of the platform's own, with the host that was
   * meant in the header `x-original-host`. https, or http on the loopback.
   */
  base_url?: string
  fetch?: typeof fetch
  now: () => Date
  /** Gets a refresh token that replaces the one used, by field key; must have kept it when it resolves. Left out, it is lost. */
  saveTokens?: (tokens: Credentials) => Promise<void>
}

/** Makes one real, harmless check of the account. Expected failures are verdicts; a rejection is a bug. */
export type TestConnection = (input: TestConnectionInput) => Promise<Verdict>

export type Testers = Readonly<Record<PlatformType, TestConnection>>

export { testers } from './testers.ts'
