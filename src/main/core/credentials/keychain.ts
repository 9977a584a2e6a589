// Secrets in the operating system's keychain, through keytar: macOS Keychain, Windows Credential Manager, Secret Service.
//
// Entries are read one by one. keytar's findCredentials is not used: on Linux it ends the process when an entry stays
// locked (https://github.com/github/node-keytar/blob/main/src/keytar_posix.cc, strdup of a secret that isn't there), and on
// Windows it answers with the entries of every service whose name begins the same.
import { type fail, ok, type Result } from '../../../shared/errors.ts'
import { createSerial } from '../serial.ts'
import { createGate } from './gate.ts'
import { notThere, refused, slow } from './keychain-errors.ts'
import { accountOf, SERVICE } from './names.ts'
import { countPieces, fromPieces, toPieces } from './pieces.ts'
import type { Place, Shelf } from './shelf.ts'

/** The part of keytar that is used. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export type KeychainOptions = {
  /** Throws when the module or the system's library isn't there. */
  load?: () => Promise<Keychain>
  /** How long one call may take, in ms. */
  limit_ms?: number
  /** The workspace's own id: entries of two workspaces never meet. */
  workspace: () => Promise<Result<string>>
  platform?: NodeJS.Platform
}

/** Long enough for a slow disk, short enough to wait for; the user may unlock in the meantime and try again. */
const LIMIT_MS = 8_000

async function loadKeytar(): Promise<Keychain> {
  const { default: keytar } = await import('keytar')
  return keytar
}

const fieldsIn = (text: string | null): string[] => {
  try {
    const fields: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(fields) ? fields.filter(field => typeof field === 'string') : []
  } catch {
    return []
  }
}

/** Carries a refusal out of nested calls to the one place that answers with it. */
class Refusal {
  readonly answer: ReturnType<typeof fail>
  constructor(answer: ReturnType<typeof fail>) {
    this.answer = answer
  }
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Refusal(result)
  return result.value
}

export function keychainShelf(options: KeychainOptions): Shelf {
  const { load = loadKeytar, limit_ms = LIMIT_MS, platform = process.platform } = options
  const gate = createGate(limit_ms)
  const serial = createSerial()
  let module: Promise<Keychain> | null = null

  async function call<T>(work: (keychain: Keychain) => Promise<T>): Promise<T> {
    module ??= load()
    const keychain = await module.catch(() => null)
    if (keychain === null) throw new Refusal(notThere(platform))
    const answer = await gate.call(() => work(keychain))
    if (answer.outcome === 'value') return answer.value
    throw new Refusal(answer.outcome === 'slow' ? slow(platform) : refused(answer.error, platform))
  }
  const get = (account: string) => call(keychain => keychain.getPassword(SERVICE, account))
  const put = (account: string, text: string) =>
    call(keychain => keychain.setPassword(SERVICE, account, text))
  const drop = (account: string) => call(keychain => keychain.deletePassword(SERVICE, account))

  /** One operation after another: each is several calls. */
  const operation = <T>(work: () => Promise<T>): Promise<Result<T>> =>
    serial('keychain', async () => {
      try {
        return ok(await work())
      } catch (thrown) {
        if (thrown instanceof Refusal) return thrown.answer
        throw thrown
      }
    })

  /** The entry that lists a place's fields, and the entries of a field. */
  async function names({ owner, platform_id }: Place) {
    const place = [must(await options.workspace()), owner, platform_id]
    return {
      list: accountOf(place),
      piece: (field: string, number: number) =>
        accountOf(number === 1 ? [...place, field] : [...place, field, String(number)]),
    }
  }
  type Names = Awaited<ReturnType<typeof names>>

  async function readField({ piece }: Names, field: string): Promise<string | null> {
    const pieces = [await get(piece(field, 1))]
    const count = countPieces(pieces[0] ?? '')
    for (let number = 2; number <= count; number += 1) pieces.push(await get(piece(field, number)))
    return fromPieces(pieces)
  }

  /** The first last: until then a reader sees that the value isn't whole, and a second try finds the others. */
  async function dropField({ piece }: Names, field: string): Promise<void> {
    const count = countPieces((await get(piece(field, 1))) ?? '')
    for (let number = count; number >= 1; number -= 1) await drop(piece(field, number))
  }

  return {
    async state() {
      const probe = await operation(() => get('state'))
      if (probe.ok) {
        return {
          kind: 'keychain',
          state: 'available',
          message: 'Secrets are kept in this computer’s keychain.',
          hint: null,
        }
      }
      const { code, message, hint } = probe.error
      return {
        kind: 'keychain',
        state: code === 'keychain_locked' ? 'locked' : 'unavailable',
        message: `${message}.`,
        hint: hint ?? null,
      }
    },

    read: (place, fields) =>
      operation(async () => {
        const found = await names(place)
        const values = new Map<string, string>()
        for (const field of fields) {
          const value = await readField(found, field)
          if (value !== null) values.set(field, value)
        }
        return values
      }),

    write: (place, field, value) =>
      operation(async () => {
        const found = await names(place)
        // Listed before it is there: a field that isn't listed would be left behind when the platform is deleted.
        const fields = fieldsIn(await get(found.list))
        if (!fields.includes(field)) await put(found.list, JSON.stringify([...fields, field]))
        const before = countPieces((await get(found.piece(field, 1))) ?? '')
        const [first, ...more] = toPieces(value)
        for (const [index, text] of more.entries()) await put(found.piece(field, index + 2), text)
        await put(found.piece(field, 1), first)
        for (let number = more.length + 2; number <= before; number += 1)
          await drop(found.piece(field, number))
        return null
      }),

    remove: (place, field) =>
      operation(async () => {
        const found = await names(place)
        const fields = fieldsIn(await get(found.list))
        for (const one of field === undefined ? fields : [field]) await dropField(found, one)
        const left = field === undefined ? [] : fields.filter(one => one !== field)
        if (left.length === 0) await drop(found.list)
        else if (left.length < fields.length) await put(found.list, JSON.stringify(left))
        return null
      }),
  }
}
