// A step of a connection test that failed: its cause, and the words for it.
import type { ErrorCode } from '../../../shared/errors.ts'
import type { FailureCause } from './face.ts'
import type { Fault } from './http/faults.ts'
import type { Reply } from './http/request.ts'
import { waitWords } from './http/retry-after.ts'

export type Failure = {
  cause: FailureCause
  /** What happened; a whole sentence. Never holds text that the platform sent: it may repeat a token. */
  message: string
  /** The next step; a whole sentence. */
  hint: string
  /** Where the application's error code isn't the one that the cause stands for. */
  code?: ErrorCode
  /** Seconds that the platform asks to wait, where it said so. */
  retry_after_s?: number
  /** Of a delivery: what came of it isn't known, and can't be looked up; so it must not be tried again by itself. */
  final?: true
}
export type Step<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export const done = <T>(value: T): Step<T> => ({ ok: true, value })
export const failed = (
  cause: FailureCause,
  message: string,
  hint: string,
): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { cause, message, hint },
})

export const CODE_OF: Readonly<Record<FailureCause, ErrorCode>> = {
  expired: 'unauthorized',
  refused: 'unauthorized',
  wrong_id: 'not_found',
  missing_scope: 'forbidden',
  rate_limited: 'rate_limited',
  wrong_region: 'platform_rejected',
  tls: 'offline',
  offline: 'offline',
  timeout: 'timeout',
  incomplete: 'validation_failed',
  platform_fault: 'platform_rejected',
  wrong_version: 'platform_rejected',
  rejected: 'platform_rejected',
  unreadable: 'platform_rejected',
  cancelled: 'cancelled',
  not_saved: 'keychain_unavailable',
}

/** For an address that was not reached: the platforms' own are fixed, a webhook's was typed. */
const GUEST_NETWORK =
  'On a guest network, sign in to the network first; for a webhook, copy its address again from the receiver. Then test again.'
const CHECK_NETWORK = 'Check the internet connection, VPN and proxy, then test again.'

function tlsFailure({ host, code }: Fault): Failure {
  const why = `No secure connection to ${host} could be made`
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      cause: 'tls',
      message: `${why}: its certificate is not valid at this computer’s date and time.`,
      hint: 'Check the date and time of this computer; if they are right, the certificate must be renewed by whoever runs the address.',
    }
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return {
      cause: 'tls',
      message: `${why}: its certificate is for another name.`,
      hint: GUEST_NETWORK,
    }
  }
  if (/SELF_SIGNED|UNABLE_TO_|INVALID_CA/.test(code ?? '')) {
    return {
      cause: 'tls',
      message: `${why}: its certificate was not issued by an authority that this computer trusts.`,
      hint: 'If your company inspects web traffic, ask IT to exempt this address from it, then test again.',
    }
  }
  return {
    cause: 'tls',
    message: `${why}${code ? ` (error ${code})` : ''}.`,
    hint: 'A proxy or firewall may stand between: ask IT whether this address may be reached over https, then test again.',
  }
}

/** The failure of a call that got no usable answer. */
export function failureOfFault(fault: Fault, timeout_ms: number): Failure {
  const { host, code } = fault
  switch (fault.kind) {
    case 'tls':
      return tlsFailure(fault)
    case 'offline':
      return {
        cause: 'offline',
        message: `${host} cannot be reached: its name is not found or there is no way to it.`,
        hint: 'This computer may be offline. Check the internet connection and VPN, then test again.',
      }
    case 'connection_refused':
      return {
        cause: 'offline',
        message: `${host} refused the connection.`,
        hint: 'A firewall may block it, or the service may be down. Check the firewall, VPN and proxy, or test again later.',
      }
    case 'cut':
      return {
        cause: 'offline',
        message: `The connection to ${host} was cut before the answer was complete.`,
        hint: CHECK_NETWORK,
      }
    case 'timeout':
      return {
        cause: 'timeout',
        message: `${host} did not answer within ${waitWords(Math.ceil(timeout_ms / 1000))}.`,
        hint: CHECK_NETWORK,
      }
    case 'cancelled':
      return {
        cause: 'cancelled',
        message: 'The test was cancelled.',
        hint: 'Test again when you are ready.',
      }
    case 'too_large':
      return {
        cause: 'unreadable',
        message: `${host} sent far more data than belongs to this check; it was not read to the end.`,
        hint: 'Something else may have answered in its place. Check the address and any proxy, then test again.',
      }
    case 'redirected':
      return {
        cause: 'unreadable',
        message: `${host} pointed to another address, which was not followed so that no credential goes astray.`,
        hint: GUEST_NETWORK,
      }
    case 'not_http':
      return {
        cause: 'unreadable',
        message: `${host} answered with something that is not HTTP.`,
        hint: 'Check the address and any proxy, then test again.',
      }
    case 'bad_address':
      return {
        cause: 'incomplete',
        message:
          'The address to call is not usable: it must start with https:// and hold no user name or password.',
        hint: 'Correct the address and test again.',
      }
    case 'unknown':
      return {
        cause: 'offline',
        message: `The call to ${host} failed before an answer came${code ? ` (error ${code})` : ''}.`,
        hint: CHECK_NETWORK,
      }
  }
}

const wait = (retry_after_s: number | null) => (retry_after_s === null ? {} : { retry_after_s })

export const rateLimited = (service: string, retry_after_s: number | null): Failure => ({
  cause: 'rate_limited',
  ...wait(retry_after_s),
  message: `${service} takes no more calls for now: its rate limit is reached.`,
  hint:
    retry_after_s === null
      ? 'The credentials were not judged. Wait some minutes, then test again.'
      : `The credentials were not judged. Test again in ${waitWords(retry_after_s)}.`,
})

/** `detail` names the answer, as in “HTTP 503”. */
export const platformFault = (
  service: string,
  detail: string,
  retry_after_s: number | null = null,
): Failure => ({
  cause: 'platform_fault',
  ...wait(retry_after_s),
  message: `${service} has a fault of its own and could not answer (${detail}).`,
  hint: 'The fault is on its side; nothing needs changing here. Test again later.',
})

export const unreadable = (service: string, status: number): Failure => ({
  cause: 'unreadable',
  message: `What came (HTTP ${status}) is not an answer of ${service}’s API.`,
  hint: 'Something else may have answered in its place. Check any proxy, then test again.',
})

/** An answer that says nothing of the credentials, whichever the platform: proxy pages, rate limits, server faults. */
export function failureOfReply({ status, body, retry_after_s }: Reply, service: string): Failure | null {
  if (status === 429) return rateLimited(service, retry_after_s)
  if (body.kind === 'html') {
    return {
      cause: 'unreadable',
      message: `A web page came (HTTP ${status}) where ${service} answers with data.`,
      hint: 'A proxy, a firewall or a network’s sign-in page is the likely sender. Open a browser to see it, then test again.',
    }
  }
  if (status >= 500) return platformFault(service, `HTTP ${status}`, retry_after_s)
  if (status < 400 && body.kind !== 'json') return unreadable(service, status)
  return null
}

/** The last word, for an answer that no rule knows. `code` is the platform's own, shown where it is a plain word or number. */
export function unknownAnswer(service: string, status: number, code: string | null): Failure {
  const shown =
    code !== null && /^[A-Za-z][A-Za-z_.]{0,40}$|^\d{1,8}$/.test(code) ? ` and the code ${code}` : ''
  return {
    cause: 'rejected',
    message: `${service} refused the call for a reason that this app does not know: the answer has HTTP status ${status}${shown}.`,
    hint: 'Check the IDs and the API version in the platform’s settings; if they are right, test again later or ask the platform’s support.',
  }
}
