// Reads a JSON body with a limit, whatever the sender says of its length.
import type { Context } from 'hono'
import { fail, type Ok, ok } from '../../shared/errors.ts'
import type { Refusal } from './answers.ts'

export const MAX_JSON_BYTES = 10 * 1024 * 1024

type Refused = Refusal & { ok: false }

const tooLarge: Refused = {
  ...fail('validation_failed', 'The request is larger than 10 MB', {
    hint: 'Send fewer records at a time, or import them as a file.',
  }),
  status: 413,
}

const notJson = (message: string) =>
  fail('validation_failed', message, { hint: 'Send one JSON value in UTF-8.' })

/** Reads at most `limit` bytes; null when there are more. */
async function readUpTo(body: ReadableStream<Uint8Array>, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What a body says it is, without parameters. */
export const mediaType = (c: Context): string | undefined =>
  c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()

export async function readJson(c: Context): Promise<Ok<unknown> | Refused> {
  if (mediaType(c) !== 'application/json') {
    return {
      ...fail('validation_failed', 'The request body must be application/json', {
        hint: 'Send the header Content-Type: application/json.',
      }),
      status: 415,
    }
  }
  if (Number(c.req.header('content-length') ?? 0) > MAX_JSON_BYTES) return tooLarge
  const body = c.req.raw.body
  if (!body) return notJson('The request body is empty')
  let bytes: Buffer | null
  try {
    bytes = await readUpTo(body, MAX_JSON_BYTES)
  } catch (error) {
    if (c.req.raw.signal.aborted) return fail('cancelled', 'The request was broken off')
    throw error
  }
  if (bytes === null) return tooLarge
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch {
    return notJson('The request body isn’t valid JSON')
  }
}
