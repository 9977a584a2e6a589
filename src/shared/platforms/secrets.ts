// What looks like a secret. Settings are stored and shown; a secret that is put among them must be turned away.

const SECRET_NAME =
  /token|secret|passw|passphrase|authori[sz]ation|api[_-]?key|credential|cookie|private[_-]?key|bearer|signature/i

/** Values that give themselves away: bearer headers, JSON Web Tokens, keys, Fernet tokens, and tokens of the platforms we know. */
const SECRET_VALUE =
  /^\s*(?:bearer|basic)\s+\S{6,}|\beyJ[\w-]{5,}\.[\w-]+|\bya29\.[\w-]+|\bGOCSPX-[\w-]+|^\s*1\/\/[\w-]{20,}|\bAtz[ar]\||\bwhsec_|\bgAAAAA[\w-]{20,}|^\s*EAA\w{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/i

export const isSecretName = (name: string) => SECRET_NAME.test(name)

/** Whether a name at any depth, or a text, looks like a secret. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value === 'string') return SECRET_VALUE.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([key, item]) => (!Array.isArray(value) && isSecretName(key)) || holdsSecret(item),
  )
}
