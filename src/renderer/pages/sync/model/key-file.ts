// A service account's key file as it is picked or pasted: whether it is one, and whose. Its secret parts are never shown.
import { t } from '../../../messages/index.ts'

const words = t.bigquerySetUp
/** What the contract takes. */
export const MOST_BYTES = 16_000

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

const stringAt = (file: object, name: string): string | null => {
  const value: unknown = Reflect.get(file, name)
  return typeof value === 'string' && value !== '' ? value : null
}

/** The end of a sentence; null for what may be a key file. The core looks closer. */
export function keyFault(text: string): string | null {
  if (text.trim() === '') return words.keyMissing
  if (text.length > MOST_BYTES) return words.keyTooLarge
  const file = parsed(text)
  if (!file) return words.keyNotJson
  const type = stringAt(file, 'type')
  if (type === 'authorized_user' || Reflect.has(file, 'installed')) return words.keyOfPerson
  return type === 'service_account' && stringAt(file, 'client_email') && stringAt(file, 'private_key')
    ? null
    : words.keyNotJson
}

/** What isn't secret in it: the account's address, and the project that it was made in. */
export function keyOwner(text: string): { account: string; project: string | null } | null {
  const file = keyFault(text) === null ? parsed(text) : null
  const account = file && stringAt(file, 'client_email')
  return file && account ? { account, project: stringAt(file, 'project_id') } : null
}
