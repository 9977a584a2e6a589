// Secrets in the operating system's keychain, through keytar: macOS Keychain, Windows Credential Manager, Secret Service.
//
// Entries are read one by one. keytar's findCredentials is not used: on Linux it ends the process when an entry stays
// locked (it copies a secret that isn't there, `strdup` in its src/keytar_posix.cc), and on Windows it answers with the
// entries of every service whose name begins the same.
import * as z from 'zod'
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
/** Not the name of a secret's entry: those have several parts. */
const PROBE = 'state'

async function loadKeytar(): Promise<Keychain> {
  const { default: keytar } = await import('keytar')
  return keytar
}

/** How many entries each field of a place has, or had before a change that was cut short: all that is to be deleted. */
type Listed = Map<string, number>

const Listing = z.array(z.tuple([z.string(), z.int().min(1).max(99)]))

function listedIn(text: string | null): Listed {
  try {
    return new Map(Listing.parse(JSON.parse(text ?? '[]')))
  } catch {
    return new Map()
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

  /**
   * A locked Secret Service answers a read as if there were no such entry, and a deletion likewise; only writing tells.
   * So an entry of our own must be there, or be made, before its answers count. The others refuse by themselves.
   */
  async function ensureUnlocked(): Promise<void> {
    const there = (await get(PROBE)) !== null
    if (!there && platform !== 'darwin' && platform !== 'win32') await put(PROBE, 'in use')
  }

  /** One operation after another: each is several calls. */
  const operation = <T>(work: () => Promise<T>): Promise<Result<T>> =>
    serial('keychain', async () => {
      try {
        await ensureUnlocked()
        return ok(await work())
      } catch (thrown) {
        if (thrown instanceof Refusal) return thrown.answer
        throw thrown
      }
    })

  /** The name of the entry that lists a place's fields, and of the entries of a field. */
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

  const putList = ({ list }: Names, listed: Listed) => put(list, JSON.stringify([...listed]))

  return {
    async state() {
      const probe = await operation(async () => null)
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

    write: (place, values) =>
      operation(async () => {
        const found = await names(place)
        for (const [field, value] of values) {
          const listed = listedIn(await get(found.list))
          const before = listed.get(field) ?? 0
          const [first, ...more] = toPieces(value)
          const count = 1 + more.length
          // Listed before they are there: what isn't listed would be left behind when the platform is deleted.
          if (count > before) await putList(found, listed.set(field, count))
          for (const [index, text] of more.entries()) await put(found.piece(field, index + 2), text)
          await put(found.piece(field, 1), first)
          for (let number = count + 1; number <= before; number += 1) await drop(found.piece(field, number))
          if (count < before) await putList(found, listed.set(field, count))
        }
        return null
      }),

    remove: (place, fields) =>
      operation(async () => {
        const found = await names(place)
        const listed = listedIn(await get(found.list))
        const gone = fields ?? [...listed.keys()]
        for (const field of gone) {
          for (let number = 1; number <= (listed.get(field) ?? 1); number += 1)
            await drop(found.piece(field, number))
        }
        const left: Listed = new Map([...listed].filter(([field]) => !gone.includes(field)))
        if (left.size === 0) await drop(found.list)
        else if (left.size < listed.size) await putList(found, left)
        return null
      }),
  }
}
