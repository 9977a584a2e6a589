// Whether receipts are whole: each by its own sum, and those of one platform by what each says came before it.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { checkReceiptChain, checkReceiptText, type Receipt } from '../../../shared/domain/receipt.ts'
import { type AppError, fail, ok, type Result } from '../../../shared/errors.ts'
import { pacer, pause } from '../pace.ts'
import { createWideMap } from '../wide-map.ts'
import { sha256Of } from './package/contents.ts'
import { codeOf } from './package/disk.ts'

export const RECEIPT_ENDING = '.receipt.json'

export type VerifiedFile = { file: string; receipt: Receipt | null; error: AppError | null }
export type VerifiedChain = {
  platform_id: string
  platform_name: string
  receipts: number
  error: AppError | null
}
export type Verification = {
  /** In the order of their names. */
  files: readonly VerifiedFile[]
  /** One for each platform that the whole receipts name. */
  chains: readonly VerifiedChain[]
  /** Whether every file and every chain is whole. */
  whole: boolean
}

const NOT_TEXT = fail(
  'validation_failed',
  'The receipt was altered or damaged: it is not UTF-8 text any more.',
  {
    hint: 'Ask for the file again where it came from; don’t rely on this one.',
  },
)

/** Strictly: read leniently, a damaged character would become the one that stands for damage, which may have been there. */
function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

async function verifyFile(file: string): Promise<VerifiedFile> {
  const text = textOf(await readFile(file))
  const checked = text === null ? NOT_TEXT : checkReceiptText(text, sha256Of)
  return checked.ok
    ? { file, receipt: checked.value, error: null }
    : { file, receipt: null, error: checked.error }
}

/** Checked at once; each with the one before it. */
const AT_ONCE = 500

const byTime = (a: Receipt, b: Receipt) => (a.started_at < b.started_at ? -1 : 1)

async function grouped<K>(receipts: readonly Receipt[], keyOf: (receipt: Receipt) => K) {
  const pace = pacer()
  const groups = new Map<K, Receipt[]>()
  for (const receipt of receipts) {
    const key = keyOf(receipt)
    const group = groups.get(key)
    if (group) group.push(receipt)
    else groups.set(key, [receipt])
    await pace()
  }
  return groups
}

/** By what each says came before it, oldest first; those that follow nothing at hand begin. Times alone may be equal. */
async function inOrder(receipts: readonly Receipt[]): Promise<Receipt[]> {
  const pace = pacer()
  const at_hand = createWideMap<true>()
  for (const { sha256 } of receipts) {
    at_hand.set(sha256, true)
    await pace()
  }
  const after = await grouped(receipts, ({ previous }) =>
    previous !== null && at_hand.has(previous) ? previous : null,
  )
  const ordered: Receipt[] = []
  const waiting: Receipt[] = []
  const waitAfter = (before: string | null) => {
    for (const one of (after.get(before) ?? []).sort(byTime).reverse()) waiting.push(one)
    // Once: a copy of the one before has nothing after it.
    after.delete(before)
  }
  waitAfter(null)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    ordered.push(next)
    waitAfter(next.sha256)
    await pace()
  }
  return ordered
}

async function verifyChain(ordered: readonly Receipt[]): Promise<AppError | null> {
  for (let from = 0; from < ordered.length; from += AT_ONCE) {
    const checked = checkReceiptChain(ordered.slice(from, from + AT_ONCE + 1))
    if (!checked.ok) return checked.error
    await pause()
  }
  return null
}

async function verifyChains(receipts: readonly Receipt[]): Promise<VerifiedChain[]> {
  const chains: VerifiedChain[] = []
  for (const [platform_id, own] of await grouped(receipts, ({ platform }) => platform.id))
    chains.push({
      platform_id,
      platform_name: own.at(-1)?.platform.name ?? platform_id,
      receipts: own.length,
      error: await verifyChain(await inOrder(own)),
    })
  return chains
}

/** A receipt's file, or all receipts of a folder. `not_found` where there is none; what is wrong with one is in its place. */
export async function verifyReceipts(path: string): Promise<Result<Verification>> {
  try {
    const names = (await stat(path)).isDirectory()
      ? (await readdir(path)).filter(name => name.endsWith(RECEIPT_ENDING)).sort()
      : ['']
    if (names.length === 0)
      return fail('not_found', `There are no receipts in ${path}.`, {
        hint: `Choose a receipt, or a folder with files whose names end with ${RECEIPT_ENDING}.`,
      })
    const files: VerifiedFile[] = []
    for (const name of names) files.push(await verifyFile(name === '' ? path : join(path, name)))
    const chains = await verifyChains(files.flatMap(({ receipt }) => receipt ?? []))
    return ok({ files, chains, whole: [...files, ...chains].every(({ error }) => error === null) })
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      return fail('not_found', `There is no file or folder at ${path}.`, { hint: 'Check the path.' })
    if (['EACCES', 'EPERM'].includes(codeOf(error)))
      return fail('forbidden', `${path} can’t be read.`, { hint: 'Check the rights on it.' })
    throw error
  }
}
