// Secrets in one encrypted file, for computers without a keychain: headless servers, containers.
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { type Fail, fail, ok, type Result } from '../../../shared/errors.ts'
import { diskRefusal } from '../personal/files.ts'
import type { Cost } from '../sealing.ts'
import { createSerial } from '../serial.ts'
import { type DurableOptions, writeDurably } from './durable.ts'
import type { VaultState } from './face.ts'
import { withFileLock } from './file-lock.ts'
import { createSealer, damaged } from './sealed.ts'
import type { Place, Shelf } from './shelf.ts'

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
/** Thousands of platforms have less. */
const MAX_BYTES = 16 * 1_048_576

const Entry = z.strictObject({
  owner: z.string(),
  platform_id: z.string(),
  field: z.string(),
  value: z.string(),
})
const Content = z.strictObject({ entries: z.array(Entry) })
type Entry = z.output<typeof Entry>

export type FileShelfOptions = {
  path: string
  /** ENCRYPTION_KEY. */
  passphrase: string
  /** For tests; scrypt at its real cost takes 0.2 s. */
  cost?: Cost
  /** For tests that end between writing and renaming. */
  rename?: DurableOptions['rename']
}

const readonlyDisk = () =>
  fail('forbidden', 'The file with the encrypted secrets can’t be read', {
    hint: 'Check the permissions of the file and of its folder.',
  })

async function bytesOf(path: string): Promise<Result<Buffer | null>> {
  try {
    if ((await stat(path)).size > MAX_BYTES) return damaged()
    return ok(await readFile(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ok(null)
    if (codeOf(error) === 'EISDIR') return damaged()
    const refusal = diskRefusal(error)
    if (refusal === null) throw error
    return refusal.error.code === 'forbidden' ? readonlyDisk() : refusal
  }
}

const STATES: Readonly<Partial<Record<Fail['error']['code'], VaultState['state']>>> = {
  keychain_locked: 'locked',
}

export function fileShelf(options: FileShelfOptions): Shelf {
  const { path, passphrase, cost } = options
  const sealer = createSealer(passphrase, cost)
  const serial = createSerial()
  const lockPath = `${path}.lock`

  async function load(): Promise<Result<Entry[]>> {
    const bytes = await bytesOf(path)
    if (!bytes.ok) return bytes
    if (bytes.value === null) return ok([])
    const text = await sealer.open(bytes.value)
    if (!text.ok) return text
    try {
      return ok(Content.parse(JSON.parse(text.value)).entries)
    } catch {
      // Not passed on: a parser's message quotes what it read.
      return damaged()
    }
  }

  /** What a killed program left: nobody else is writing while the lock is held. */
  async function sweep(): Promise<void> {
    const left = (await readdir(dirname(path))).filter(
      name => name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp'),
    )
    for (const name of left) await rm(join(dirname(path), name), { force: true })
  }

  async function publish(entries: readonly Entry[], held: () => Promise<boolean>): Promise<Result<null>> {
    const bytes = await sealer.seal(JSON.stringify({ entries }))
    // It could not be opened again.
    if (bytes.length > MAX_BYTES) {
      return fail('storage_full', 'The file with the encrypted secrets would be larger than 16 MB', {
        hint: 'Delete platforms that are no longer used, then try again.',
      })
    }
    const replaced = await writeDurably(path, bytes, {
      still: held,
      ...(options.rename && { rename: options.rename }),
    })
    return replaced
      ? ok(null)
      : fail('storage_busy', 'Another program is writing the file with the encrypted secrets', {
          hint: 'Try again in a moment.',
        })
  }

  /** Reads, changes and writes as one; what `change` answers unchanged isn't written. */
  const update = (change: (entries: Entry[]) => Entry[]): Promise<Result<null>> =>
    serial(path, async () => {
      try {
        await mkdir(dirname(path), { recursive: true })
        return await withFileLock<null>(lockPath, async ({ held }) => {
          await sweep()
          const before = await load()
          if (!before.ok) return before
          const after = change(before.value)
          return after.length === before.value.length && after.every((one, at) => one === before.value[at])
            ? ok(null)
            : await publish(after, held)
        })
      } catch (error) {
        const refusal = diskRefusal(error)
        if (refusal) return refusal
        throw error
      }
    })

  const of =
    ({ owner, platform_id }: Place) =>
    (entry: Entry) =>
      entry.owner === owner && entry.platform_id === platform_id

  return {
    async state() {
      const loaded = await load()
      if (loaded.ok) {
        return {
          kind: 'file',
          state: 'available',
          message: 'Secrets are kept in an encrypted file in the workspace.',
          hint: null,
        }
      }
      const { code, message, hint } = loaded.error
      return {
        kind: 'file',
        state: STATES[code] ?? 'unavailable',
        message: message.endsWith('.') ? message : `${message}.`,
        hint: hint ?? null,
      }
    },

    async read(place, fields) {
      const loaded = await load()
      if (!loaded.ok) return loaded
      const found = loaded.value.filter(of(place)).filter(({ field }) => fields.includes(field))
      return ok(new Map(found.map(({ field, value }) => [field, value])))
    },

    write: (place, values) =>
      update(entries => [
        ...entries.filter(entry => !of(place)(entry) || !values.has(entry.field)),
        ...Array.from(values, ([field, value]) => ({ ...place, field, value })),
      ]),

    remove: (place, fields) =>
      update(entries =>
        entries.filter(entry => !of(place)(entry) || (fields !== undefined && !fields.includes(entry.field))),
      ),
  }
}
