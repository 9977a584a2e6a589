// Tells apart why a call got no answer: no name, no listener, TLS, a cut, too slow.

export type FaultKind =
  | 'bad_address'
  /** The name is not found, or there is no route: most often, this computer is offline. */
  | 'offline'
  | 'connection_refused'
  | 'tls'
  | 'cut'
  | 'timeout'
  | 'cancelled'
  | 'too_large'
  | 'redirected'
  /** Something listens there and does not speak HTTP. */
  | 'not_http'
  | 'unknown'

/** `host` is without path and query, which can hold secrets. `code` is the system's or the TLS library's name of the error. */
export type Fault = { kind: FaultKind; host: string; code: string | null }

const KINDS: readonly [RegExp, FaultKind][] = [
  [/^(ENOTFOUND|EAI_\w+|ENETUNREACH|ENETDOWN|EHOSTUNREACH|EHOSTDOWN|EADDRNOTAVAIL)$/, 'offline'],
  [/^ECONNREFUSED$/, 'connection_refused'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
  [
    /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/,
    'tls',
  ],
  [
    /^(ECONNRESET|ECONNABORTED|EPIPE|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/,
    'cut',
  ],
  [/^HPE_/, 'not_http'],
]

const MAX_DEPTH = 5

/** The codes of an error, of its causes and of the errors it gathers; nearest first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return []
  const code: unknown = Reflect.get(error, 'code')
  const cause: unknown = Reflect.get(error, 'cause')
  const gathered: unknown = Reflect.get(error, 'errors')
  return [
    ...(typeof code === 'string' ? [code] : []),
    ...codesOf(cause, depth + 1),
    ...(Array.isArray(gathered) ? gathered.flatMap(one => codesOf(one, depth + 1)) : []),
  ]
}

/** Why a fetch failed. Takes the codes alone: messages of fetch can hold the address and header values. */
export function faultOf(error: unknown, host: string): Fault {
  for (const code of codesOf(error)) {
    const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1]
    if (kind) return { kind, host, code }
  }
  return {
    kind: 'unknown',
    host,
    code: codesOf(error).find(code => /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) ?? null,
  }
}
