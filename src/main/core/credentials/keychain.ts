// Secrets in the operating system's keychain, through keytar: macOS Keychain, Windows Credential Manager, Secret Service.
//
// Entries are read one by one. keytar's findCredentials is not used: on Linux it ends the process when an entry stays
// locked (it copies a secret that isn't there, `strdup` in its src/keytar_posix.cc), and on Windows it answers with the
// entries of every service whose name begins the same.
import { ok, type Result } from '../../../shared/errors.ts'
import { createSerial } from '../serial.ts'
import { createGate } from './gate.ts'
import { must, notThere, Refusal, refused, slow } from './keychain-errors.ts'
import { type Names, writeValues } from './keychain-write.ts'
import { listedIn, listingOf } from './listing.ts'
import { accountOf, SERVICE } from './names.ts'
import { countPieces, fromPieces } from './pieces.ts'
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

  /**
   * A locked Secret Service answers a read as if there were no such entry, and a deletion likewise; only writing tells.
   * So an entry of our own must be there, or be made, before its answers count. The others refuse by themselves.
   */
  const silent = platform !== 'darwin' && platform !== 'win32'
  async function ensureUnlocked(): Promise<void> {
    const there = await call(keychain => keychain.getPassword(SERVICE, PROBE))
    if (there === null && silent) await call(keychain => keychain.setPassword(SERVICE, PROBE, 'in use'))
  }
  /** It may have been locked since: that there is no such entry counts when it is said again. */
  async function certain<T>(ask: () => Promise<T>): Promise<T> {
    const answer = await ask()
    if (answer || !silent) return answer
    await ensureUnlocked()
    return ask()
  }

  const get = (account: string) => certain(() => call(keychain => keychain.getPassword(SERVICE, account)))
  async function put(account: string, text: string | null): Promise<void> {
    if (text !== null) await call(keychain => keychain.setPassword(SERVICE, account, text))
    else await certain(() => call(keychain => keychain.deletePassword(SERVICE, account)))
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

  async function names({ owner, platform_id }: Place): Promise<Names> {
    const place = [must(await options.workspace()), owner, platform_id]
    return {
      list: accountOf(place),
      piece: (field: string, number: number) =>
        accountOf(number === 1 ? [...place, field] : [...place, field, String(number)]),
    }
  }

  async function readField({ piece }: Names, field: string): Promise<string | null> {
    const pieces = [await get(piece(field, 1))]
    const count = countPieces(pieces[0] ?? '')
    for (let number = 2; number <= count; number += 1) pieces.push(await get(piece(field, number)))
    return fromPieces(pieces)
  }

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
        await writeValues({ get, put }, await names(place), values)
        return null
      }),

    remove: (place, fields) =>
      operation(async () => {
        const { list, piece } = await names(place)
        const listed = listedIn(await get(list))
        const gone = fields ?? [...listed.keys()]
        for (const field of gone) {
          for (let number = 1; number <= (listed.get(field) ?? 1); number += 1)
            await put(piece(field, number), null)
        }
        const left = new Map([...listed].filter(([field]) => !gone.includes(field)))
        if (left.size === 0) await put(list, null)
        else if (left.size < listed.size) await put(list, listingOf(left))
        return null
      }),
  }
}
