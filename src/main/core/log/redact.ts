// Keeps secrets out of the log, whatever is handed to it.
const SECRET_KEY =
  /token|secret|passw|passphrase|authori[sz]ation|refresh|api[_-]?key|credential|cookie|private[_-]?key|bearer|signature/i
const HIDDEN = '[redacted]'
const MAX_DEPTH = 8
const MAX_ITEMS = 50
const MAX_TEXT = 2_000

/** Values that give themselves away: bearer headers, JSON Web Tokens, our own and Google's tokens, keys, `token=…` in an address. */
const SECRET_TEXT: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`],
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, HIDDEN],
  [/\bact_[0-9a-f]{16}_[\w-]+/g, HIDDEN],
  [/\bya29\.[\w-]+/g, HIDDEN],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  [
    /\b((?:access_|refresh_|id_)?token|api_?key|password|secret|client_secret)(["']?\s*[=:]\s*["']?)[^\s&"',;}]+/gi,
    `$1$2${HIDDEN}`,
  ],
]

export function redactText(text: string): string {
  // Cut after hiding, or a secret at the cut would be too short to be seen as one.
  const clean = SECRET_TEXT.reduce(
    (part, [pattern, replacement]) => part.replace(pattern, replacement),
    text.slice(0, 2 * MAX_TEXT),
  )
  const whole = text.length <= 2 * MAX_TEXT && clean.length <= MAX_TEXT
  return whole ? clean : `${clean.slice(0, MAX_TEXT)}… (${text.length} characters)`
}

/** A copy that is safe to write down: secrets hidden at any depth, long text, long lists and cycles cut. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '[function]' : value
  if (depth >= MAX_DEPTH) return '[deeper]'
  if (value instanceof Error) {
    const code: unknown = Reflect.get(value, 'code')
    return redact(
      { name: value.name, message: value.message, code, stack: value.stack, cause: value.cause },
      depth,
    )
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map(item => redact(item, depth + 1))
    return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items
  }
  const entries = Object.entries(value).map(([key, item]) => [
    redactText(key),
    SECRET_KEY.test(key) && item !== null && typeof item !== 'boolean' ? HIDDEN : redact(item, depth + 1),
  ])
  return Object.fromEntries(entries)
}
