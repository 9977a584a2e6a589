// A file the user chose in the page, streamed to the workspace's own temporary folder for one import.
import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import { fail, type Ok, ok } from '../../../shared/errors.ts'
import { type Refusal, refuse } from '../answers.ts'
import { mediaType } from '../body.ts'
import type { Asking, DoorEnv } from '../caller.ts'
import type { ServerConfig } from '../config.ts'

export const MAX_UPLOAD_BYTES = 2 * 1024 ** 3
const MAX_NAME = 120

export type Refused = Refusal & { ok: false }

/** The name for display and for telling the format: no folder, nothing invisible, not endless. */
export function safeFileName(header: string | undefined): string {
  let name = header ?? ''
  try {
    name = decodeURIComponent(name)
  } catch {
    // Not percent-encoded: taken as it is.
  }
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  return clean.slice(-MAX_NAME) || 'upload'
}

async function writeAll(file: FileHandle, body: ReadableStream<Uint8Array>): Promise<Ok<null> | Refused> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > MAX_UPLOAD_BYTES) return tooLarge
    await file.appendFile(chunk)
  }
  return ok(null)
}

export const tooLarge: Refused = {
  ...fail('validation_failed', 'The file is larger than 2 GB', { hint: 'Split it into smaller files.' }),
  status: 413,
}

const errorCode = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** A full disk and a sender that broke off are no bugs; anything else is, and is thrown on. */
export function unfinished(error: unknown, signal: AbortSignal): Refused {
  if (signal.aborted) return fail('cancelled', 'The upload was broken off')
  if (errorCode(error) === 'ENOSPC' || errorCode(error) === 'EDQUOT') {
    return fail('storage_full', 'There is no room on the disk for this file', {
      hint: 'Free some space and try again.',
    })
  }
  throw error
}

async function receive(path: string, request: Request): Promise<Ok<null> | Refused> {
  if (!request.body) return fail('validation_failed', 'The file is empty')
  const file = await open(path, 'wx', 0o600)
  try {
    return await writeAll(file, request.body).catch(error => unfinished(error, request.signal))
  } finally {
    await file.close()
  }
}

export type Offered = { file_token: string; name: string; bytes: number }
type Door = Pick<ServerConfig, 'core' | 'uploadFolder'>

/** Takes the body as a file of the caller's, or removes what came of it. `path` is the door's own to know. */
export async function receiveUpload(
  c: Asking,
  { core, uploadFolder }: Door,
): Promise<Ok<{ path: string; offered: Offered }> | Refused> {
  if (mediaType(c) !== 'application/octet-stream')
    return {
      ...fail('validation_failed', 'A file must be sent as application/octet-stream'),
      status: 415,
    }
  if (Number(c.req.header('content-length') ?? 0) > MAX_UPLOAD_BYTES) return tooLarge
  await mkdir(uploadFolder, { recursive: true })
  const path = join(uploadFolder, `upload-${randomUUID()}`)
  let kept = false
  try {
    const received = await receive(path, c.req.raw)
    if (!received.ok) return received
    const name = safeFileName(c.req.header('x-file-name'))
    const offered = await core.offerFile(path, name, c.get('caller').user_id, true)
    kept = offered.ok
    return offered.ok ? ok({ path, offered: offered.value }) : offered
  } finally {
    if (!kept) await rm(path, { force: true })
  }
}

export async function takeUpload(c: Asking, door: Door): Promise<Ok<Offered> | Refused> {
  const received = await receiveUpload(c, door)
  return received.ok ? ok(received.value.offered) : received
}

/** The page's own: scripts use /api/files. */
export const uploadRoutes = (config: ServerConfig) =>
  new Hono<DoorEnv>().post('/', async c => {
    const taken = await takeUpload(c, config)
    return taken.ok ? c.json(taken) : refuse(c, taken)
  })
