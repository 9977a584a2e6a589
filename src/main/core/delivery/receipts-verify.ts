// Whether receipts are whole: each by its own sum, and those of one platform by what each says came before it.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { checkReceiptChain, checkReceiptText, type Receipt } from '../../../shared/domain/receipt.ts'
import { type AppError, fail, ok, type Result } from '../../../shared/errors.ts'
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

/** By what each says came before it, oldest first; those that follow nothing at hand begin. Times alone may be equal. */
function inOrder(receipts: readonly Receipt[]): Receipt[] {
  const at_hand = new Set(receipts.map(one => one.sha256))
  const after = new Map<string | null, Receipt[]>()
  for (const one of receipts) {
    const before = one.previous !== null && at_hand.has(one.previous) ? one.previous : null
    after.set(before, [...(after.get(before) ?? []), one])
  }
  const byTime = (a: Receipt, b: Receipt) => (a.started_at < b.started_at ? -1 : 1)
  const ordered: Receipt[] = []
  const waiting = [...(after.get(null) ?? [])].sort(byTime).reverse()
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    ordered.push(next)
    waiting.push(...[...(after.get(next.sha256) ?? [])].sort(byTime).reverse())
  }
  return ordered
}

function verifyChains(receipts: readonly Receipt[]): VerifiedChain[] {
  const platforms = [...new Set(receipts.map(one => one.platform.id))]
  return platforms.map(platform_id => {
    const own = receipts.filter(one => one.platform.id === platform_id)
    const checked = checkReceiptChain(inOrder(own))
    return {
      platform_id,
      platform_name: own.at(-1)?.platform.name ?? platform_id,
      receipts: own.length,
      error: checked.ok ? null : checked.error,
    }
  })
}

/** A receipt's file, or all receipts of a folder. `not_found` where there is none; what is wrong with one is in its place. */
export async function verifyReceipts(path: string): Promise<Result<Verification>> {
  try {
    const paths = (await stat(path)).isDirectory()
      ? (await readdir(path))
          .filter(name => name.endsWith(RECEIPT_ENDING))
          .sort()
          .map(name => join(path, name))
      : [path]
    if (paths.length === 0)
      return fail('not_found', `There are no receipts in ${path}.`, {
        hint: `Choose a receipt, or a folder with files whose names end with ${RECEIPT_ENDING}.`,
      })
    const files: VerifiedFile[] = []
    for (const one of paths) files.push(await verifyFile(one))
    const chains = verifyChains(files.flatMap(({ receipt }) => receipt ?? []))
    return ok({ files, chains, whole: [...files, ...chains].every(({ error }) => error === null) })
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      return fail('not_found', `There is no file or folder at ${path}.`, { hint: 'Check the path.' })
    if (['EACCES', 'EPERM'].includes(codeOf(error)))
      return fail('forbidden', `${path} can’t be read.`, { hint: 'Check the rights on it.' })
    throw error
  }
}
