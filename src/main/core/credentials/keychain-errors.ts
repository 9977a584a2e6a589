// What a keychain that doesn't do what it is asked means for the user. The system's own text decides only which remedy is
// named; it is not passed on.
import { type Fail, fail, type Result } from '../../../shared/errors.ts'

const LOCKED = /lock|denied|dismiss|cancel|interaction is not allowed|passphrase|-25308|-25293|-128\b/i

const UNLOCK: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin:
    'Unlock the login keychain in Keychain Access and allow Activation Manager to use it, then try again.',
  win32: 'Sign in to Windows again, then try again.',
}
const PROVIDE: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Open Keychain Access and check that the login keychain is there, then restart Activation Manager.',
  win32: 'Check that the service “Credential Manager” is running, then restart Activation Manager.',
}

export const unlockHint = (platform: NodeJS.Platform) =>
  UNLOCK[platform] ??
  'Unlock the keyring (its password window may be behind others; on a server, unlock it with gnome-keyring-daemon --unlock), then try again.'

export const provideHint = (platform: NodeJS.Platform) =>
  PROVIDE[platform] ??
  'Install libsecret and a keyring (GNOME Keyring, KWallet or KeePassXC) and sign in to the desktop, or set ENCRYPTION_KEY to keep secrets in an encrypted file; then restart Activation Manager.'

export const notThere = (platform: NodeJS.Platform): Fail =>
  fail('keychain_unavailable', 'This computer’s keychain can’t be used', { hint: provideHint(platform) })

export const slow = (platform: NodeJS.Platform): Fail =>
  fail('keychain_locked', 'The keychain does not answer; it may be waiting to be unlocked', {
    hint: unlockHint(platform),
  })

export function refused(error: unknown, platform: NodeJS.Platform): Fail {
  const text = error instanceof Error ? error.message : String(error)
  return LOCKED.test(text)
    ? fail('keychain_locked', 'The keychain is locked', { hint: unlockHint(platform) })
    : notThere(platform)
}

/** Carries a refusal out of nested calls to the one place that answers with it. */
export class Refusal {
  readonly answer: Fail
  constructor(answer: Fail) {
    this.answer = answer
  }
}

/** The value, or throws its refusal. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Refusal(result)
  return result.value
}
