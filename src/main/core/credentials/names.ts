// How a secret's entry is named in the keychain: the same place always gives the same name, and no two places share one.
import { createHash } from 'node:crypto'

/** What the keychain's own window shows as the entry's name or service. */
export const SERVICE = 'Activation Manager'
const LONGEST = 90

/**
 * Lower-case letters, digits and hyphens stay, other bytes become `_hh`: Windows tells names apart without regard to case.
 * A longer part becomes its hash, so that a name keeps within the 513 characters of Windows
 * (CRED_MAX_USERNAME_LENGTH, https://learn.microsoft.com/windows/win32/api/wincred/ns-wincred-credentialw).
 */
function encode(part: string): string {
  const text = Array.from(Buffer.from(part, 'utf8'), byte => {
    const char = String.fromCharCode(byte)
    return /[a-z0-9-]/.test(char) ? char : `_${byte.toString(16).padStart(2, '0')}`
  }).join('')
  return text.length <= LONGEST ? text : `~${createHash('sha256').update(part).digest('hex')}`
}

/** Parts are never confused: the separator doesn't occur in an encoded part. */
export const accountOf = (parts: readonly string[]) => parts.map(encode).join('/')
