// One value against one field's definition. A refusal's words never repeat the value: it may be a secret.
import { isPrintable } from '../domain/values.ts'
import type { FieldDefinition } from './definition.ts'
import { isSecretName } from './secrets.ts'

export type FieldCheck = { ok: true; value: string | number } | { ok: false; message: string }

/** UTF-8 bytes. Windows Credential Manager keeps at most 2,560 in one entry (CRED_MAX_CREDENTIAL_BLOB_SIZE, https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw). */
export const MAX_CREDENTIAL_BYTES = 2_048
/** UTF-16 units. */
const MAX_TEXT = { text: 500, id: 64, choice: 100, url: 2_000, folder: 1_000, secret: MAX_CREDENTIAL_BYTES }

const CONTROL = /\p{Cc}/u
const refuse = (message: string): FieldCheck => ({ ok: false, message })
const bytesOf = (text: string) => new TextEncoder().encode(text).length

function checkNumber({ min, max, whole }: FieldDefinition, raw: unknown): FieldCheck {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return refuse('must be a number')
  if (whole && !Number.isInteger(raw)) return refuse('must be a whole number')
  if (min !== undefined && raw < min) return refuse(`must be at least ${min.toLocaleString('en')}`)
  if (max !== undefined && raw > max) return refuse(`must be at most ${max.toLocaleString('en')}`)
  return { ok: true, value: raw }
}

/** https alone, and nothing in it that should be secret: addresses end up in lists, logs and exports. */
function addressFault(text: string): string | null {
  if (!URL.canParse(text)) return 'must be an address that starts with https://'
  const url = new URL(text)
  if (url.protocol !== 'https:') return 'must be an address that starts with https://'
  if (url.username || url.password) return 'must not hold a user name or password'
  if ([...url.searchParams.keys()].some(isSecretName))
    return 'must not hold a token or password; put it among the credentials'
  return null
}

/** A full path of Unix, Windows or a Windows share, that doesn't climb. */
function folderFault(path: string): string | null {
  if (!/^(?:\/|[A-Za-z]:[\\/]|\\\\[^\\/]+[\\/][^\\/]+)/.test(path))
    return 'must be a full path such as /mnt/share/audiences or \\\\server\\share'
  return path.split(/[\\/]/).includes('..') ? 'must not hold “..”' : null
}

function checkText(field: FieldDefinition, kind: keyof typeof MAX_TEXT, raw: unknown): FieldCheck {
  if (kind === 'id' && typeof raw === 'number' && Number.isInteger(raw)) {
    if (!Number.isSafeInteger(raw))
      return refuse('must be sent as text: a number this large has already lost digits')
    return checkText(field, kind, String(raw))
  }
  if (typeof raw !== 'string') return refuse('must be text')
  const trimmed = raw.trim()
  const text = field.strip ? trimmed.replace(field.strip, '') : trimmed
  if (text === '') return refuse('must not be empty')
  if (!isPrintable(text) || CONTROL.test(text)) return refuse('must not contain control characters')
  if (kind === 'secret' && bytesOf(text) > MAX_CREDENTIAL_BYTES)
    return refuse(`must be at most ${MAX_CREDENTIAL_BYTES.toLocaleString('en')} bytes`)
  if (text.length > MAX_TEXT[kind])
    return refuse(`must be at most ${MAX_TEXT[kind].toLocaleString('en')} characters`)
  if (kind === 'choice' && !field.choices?.some(choice => choice.value === text))
    return refuse(`must be one of ${field.choices?.map(choice => choice.value).join(', ')}`)
  if (field.pattern && !field.pattern.test(text)) return refuse(field.rule ?? 'is not of the right form')
  const fault = kind === 'url' ? addressFault(text) : kind === 'folder' ? folderFault(text) : null
  return fault ? refuse(fault) : { ok: true, value: text }
}

/** The value as it is kept: trimmed, without what people paste with it. Checking what is kept gives the same again. */
export const checkField = (field: FieldDefinition, raw: unknown): FieldCheck =>
  field.kind === 'number' ? checkNumber(field, raw) : checkText(field, field.kind, raw)
