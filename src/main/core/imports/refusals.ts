// The refused rows of one import: the first are kept at hand, all of them are in a file beside the workspace's other scratch.
import { type FileHandle, open, rm } from 'node:fs/promises'
import { RowError } from '../../../shared/domain/job.ts'

const KEPT = 1_000
const WRITE_CHARS = 200_000

export type Refusals = {
  /** In the order of the file. */
  add(errors: RowError[]): Promise<void>
  first(): RowError[]
  count(): number
  /** Everything is in the file. */
  seal(): Promise<void>
}

/** Begins anew: what the file held before is gone. It is made with the first refusal. */
export async function createRefusals(path: string): Promise<Refusals> {
  await rm(path, { force: true })
  const kept: RowError[] = []
  let count = 0
  let file: FileHandle | null = null
  let waiting = ''

  async function write() {
    file ??= await open(path, 'w', 0o600)
    const text = waiting
    waiting = ''
    await file.appendFile(text)
  }
  return {
    async add(errors) {
      if (errors.length === 0) return
      count += errors.length
      kept.push(...errors.slice(0, Math.max(0, KEPT - kept.length)))
      for (const error of errors) waiting += `${JSON.stringify(error)}\n`
      if (waiting.length > WRITE_CHARS) await write()
    },
    first: () => kept,
    count: () => count,
    async seal() {
      if (waiting !== '') await write()
      await file?.close()
      file = null
    },
  }
}

const READ_BYTES = 1_000_000
const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

export type RefusalPage = { errors: RowError[]; next_cursor: string | null }

/** At most `limit` of them from the place that a page before named; null when the cursor is no such place. */
export async function readRefusals(
  path: string,
  cursor: string | undefined,
  limit: number,
): Promise<RefusalPage | null> {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) return null
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    if (isMissing(error)) return { errors: [], next_cursor: null }
    throw error
  }
  try {
    let at = Number(cursor ?? 0)
    const errors: RowError[] = []
    for (let bytes = READ_BYTES; errors.length < limit; ) {
      const piece = Buffer.alloc(bytes)
      const { bytesRead } = await file.read(piece, 0, bytes, at)
      const end = piece.subarray(0, bytesRead).lastIndexOf(10)
      if (end < 0) {
        if (bytesRead < bytes) return { errors, next_cursor: null }
        bytes *= 2
        continue
      }
      let from = 0
      while (from <= end && errors.length < limit) {
        const line = piece.indexOf(10, from)
        const parsed = RowError.safeParse(tolerantJson(piece.toString('utf8', from, line)))
        if (!parsed.success) return null
        errors.push(parsed.data)
        from = line + 1
      }
      at += from
    }
    const { size } = await file.stat()
    return { errors, next_cursor: at < size ? String(at) : null }
  } finally {
    await file.close()
  }
}

/** Null for what is no JSON: a cursor may point anywhere. */
function tolerantJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
