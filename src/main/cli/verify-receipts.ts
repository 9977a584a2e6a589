// The command that says whether receipts are whole, in words or as JSON. Needs no workspace and changes nothing.
import { readdir } from 'node:fs/promises'
import type { Receipt } from '../../shared/domain/receipt.ts'
import { type AppError, fail, inSentences, ok, type Result } from '../../shared/errors.ts'
import { RECEIPT_ENDING, type Verification, verifyReceipts } from '../core/delivery/receipts.ts'

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

/** A file as it is; of a folder, each folder in it or below it that holds receipts. */
async function placesOf(path: string): Promise<Result<string[]>> {
  try {
    const below = await readdir(path, { recursive: true, withFileTypes: true })
    const receipts = below.filter(one => one.isFile() && one.name.endsWith(RECEIPT_ENDING))
    const folders = [...new Set(receipts.map(one => one.parentPath))].sort()
    return ok(folders.length > 0 ? folders : [path])
  } catch (error) {
    // A file, or nothing: the check itself says which.
    if (codeOf(error) === 'ENOTDIR' || codeOf(error) === 'ENOENT') return ok([path])
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM')
      return fail('forbidden', `${path} can’t be read, or a folder below it can’t.`, {
        hint: 'Check the rights on it.',
      })
    throw error
  }
}

async function verifyAll(path: string): Promise<Result<Verification>> {
  const places = await placesOf(path)
  if (!places.ok) return places
  const found: Verification[] = []
  for (const place of places.value) {
    const verified = await verifyReceipts(place)
    if (!verified.ok) return verified
    found.push(verified.value)
  }
  return ok({
    files: found.flatMap(({ files }) => files),
    chains: found.flatMap(({ chains }) => chains),
    whole: found.every(({ whole }) => whole),
  })
}

/** Receipts come from others: nothing in them may steer a terminal. */
const printable = (text: string) => text.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, ' ')
const quoted = (text: string) => `“${printable(text)}”`
const number = (value: number) => value.toLocaleString('en')
const counted = (value: number, one: string, many = `${one}s`) =>
  `${number(value)} ${value === 1 ? one : many}`

const why = (error: AppError) => printable(inSentences(error))

const OUTCOMES: Readonly<Record<Receipt['outcome'], string>> = {
  completed: 'completed',
  delivered: 'delivered',
  handed_over: 'handed over, to be uploaded by hand',
  failed: 'failed',
  cancelled: 'stopped',
}

function contentOf(receipt: Receipt): string[] {
  const { audience, platform, attempt, segments, sent, approved, error, results } = receipt
  const people = segments.reduce((sum, { size }) => sum + size, 0)
  const { total_records, matched_records } = results ?? { total_records: null, matched_records: null }
  return [
    `${quoted(audience.name)}, version ${audience.version}, to ${quoted(platform.name)} (${platform.type})`,
    `attempt ${attempt.number} of ${printable(receipt.distribution_id)}, begun ${receipt.started_at}: ${OUTCOMES[receipt.outcome]}`,
    ...(error ? [`why: ${printable(error.message)}`] : []),
    approved ? `approved by ${printable(approved.by)} at ${approved.at}` : 'no approval was given',
    `${counted(segments.length, 'segment')}, ${counted(people, 'person', 'people')}`,
    `sent: ${counted(sent.files.length, 'file')}${sent.requests > 0 ? `, with ${counted(sent.requests, 'request')}` : ''}`,
    ...sent.files.map(
      file => `  ${printable(file.name)}, ${counted(file.bytes, 'byte')}, SHA-256 ${file.sha256}`,
    ),
    ...(matched_records === null || total_records === null
      ? []
      : [`matched: ${number(matched_records)} of ${number(total_records)}`]),
    `follows: ${receipt.previous ?? 'no other receipt of this platform'}`,
    `SHA-256: ${receipt.sha256}`,
  ]
}

function inWords({ files, chains, whole }: Verification): string {
  const broken = files.filter(({ error }) => error !== null)
  const [only] = files
  const lines = broken.map(({ file, error }) => `Not whole: ${printable(file)}\n  ${error ? why(error) : ''}`)
  if (files.length === 1 && only?.receipt)
    lines.push(`Whole: ${printable(only.file)}`, ...contentOf(only.receipt).map(text => `  ${text}`))
  if (files.length > 1) {
    for (const { platform_name, receipts, error } of chains)
      lines.push(
        error
          ? `${quoted(platform_name)}: the receipts don’t follow one another\n  ${why(error)}`
          : `${quoted(platform_name)}: ${counted(receipts, 'whole receipt')}, ${receipts === 1 ? 'the only one here' : 'each following the one before'}`,
      )
    const sum = counted(files.length, 'receipt')
    if (whole) lines.push(`All ${sum} are whole.`)
    else if (broken.length > 0) lines.push(`${number(broken.length)} of ${sum} not whole.`)
    else lines.push(`Each of ${sum} is whole by itself, but not all that belong together are here.`)
  }
  return `${lines.join('\n')}\n`
}

function asJson({ files, chains, whole }: Verification): string {
  const text = JSON.stringify(
    {
      whole,
      files: files.map(({ file, receipt, error }) => ({ file, whole: error === null, receipt, error })),
      chains: chains.map(({ error, ...chain }) => ({ ...chain, whole: error === null, error })),
    },
    null,
    2,
  )
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${text.replace(/[\p{Bidi_Control}\u007f-\u009f]/gu, escaped)}\n`
}

/** `not_found` and `forbidden` where there is nothing to check. What isn't whole is an answer, not a refusal. */
export async function verifyReceipt(
  path: string,
  json: boolean,
): Promise<Result<{ text: string; whole: boolean }>> {
  const verified = await verifyAll(path)
  if (!verified.ok) return verified
  return ok({ text: json ? asJson(verified.value) : inWords(verified.value), whole: verified.value.whole })
}
