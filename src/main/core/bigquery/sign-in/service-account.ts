// A service account's key: the JSON file's content, looked at field by field before it is kept.
import { createPrivateKey } from 'node:crypto'
import { type FieldError, invalid, ok, type Result } from '../../../../shared/errors.ts'

export type ServiceAccountKey = {
  client_email: string
  private_key: string
  private_key_id: string
  project_id: string
}

const FIELD = 'service_account_key'
const EMAIL = /^[a-z0-9][a-z0-9.-]*@[a-z0-9.-]+\.gserviceaccount\.com$/i
const PROJECT = /^[a-z][a-z0-9.:-]{4,62}$/

/** An RSA key that can sign. OpenSSL's own words are not handed on: they may hold pieces of the key. */
function isKey(text: string): boolean {
  try {
    return createPrivateKey(text).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

const RULES: readonly { name: keyof ServiceAccountKey; ok: (text: string) => boolean; message: string }[] = [
  { name: 'project_id', ok: text => PROJECT.test(text), message: 'Not the id of a Google Cloud project' },
  { name: 'private_key_id', ok: text => /^[\w-]{1,100}$/.test(text), message: 'Not the id of a key' },
  { name: 'client_email', ok: text => EMAIL.test(text), message: 'Not the address of a service account' },
  { name: 'private_key', ok: isKey, message: 'Not a private key that can be read' },
]

const bad = (path: string, message: string): FieldError => ({
  path: path ? `${FIELD}.${path}` : FIELD,
  message,
})

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The key of a service account from its file's content; names each bad field. Addresses in the file are not followed:
 * tokens come from Google alone.
 */
export function parseServiceAccountKey(text: string): Result<ServiceAccountKey> {
  const file = parse(text)
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    return invalid([bad('', 'Not the JSON file of a service account’s key')])
  }
  const type: unknown = Reflect.get(file, 'type')
  if (type !== 'service_account') {
    const other = type === 'authorized_user' || Reflect.has(file, 'installed')
    return invalid([
      bad(
        'type',
        other
          ? 'This file is for signing in as a person; it is not a service account’s key'
          : 'Must be service_account',
      ),
    ])
  }
  const problems: FieldError[] = []
  const read = (name: keyof ServiceAccountKey): string => {
    const value: unknown = Reflect.get(file, name)
    return typeof value === 'string' ? value.trim() : ''
  }
  for (const { name, ok, message } of RULES) {
    const value = read(name)
    if (value === '') problems.push(bad(name, 'Missing'))
    else if (!ok(value)) problems.push(bad(name, message))
  }
  if (problems.length > 0) return invalid(problems)
  return ok({
    client_email: read('client_email'),
    private_key: read('private_key'),
    private_key_id: read('private_key_id'),
    project_id: read('project_id'),
  })
}
