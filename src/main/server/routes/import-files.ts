// The files of an import request: one as the body itself, or some among the fields of a form. They wait in the workspace.
import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, type Ok, ok } from '../../../shared/errors.ts'
import type { Asking } from '../caller.ts'
import type { ServerConfig } from '../config.ts'
import { boundaryOf, type PartHead, type PartSink, readMultipart } from '../multipart.ts'
import {
  MAX_UPLOAD_BYTES,
  type Refused,
  receiveUpload,
  safeFileName,
  tooLarge,
  unfinished,
} from './uploads.ts'

const MOST_FIELD_BYTES = 256_000

export type Received = { tokens: string[]; paths: string[]; fields: Record<string, string> }
type Waiting = { path: string; name: string }

class TooLarge extends Error {
  readonly refusal: Refused
  constructor(refusal: Refused) {
    super(refusal.error.message)
    this.refusal = refusal
  }
}

const longField = (name: string): Refused => ({
  ...fail('validation_failed', `The field ${name.slice(0, 60)} is larger than 256 kB`, {
    hint: 'Send a file as a part that has a filename.',
  }),
  status: 413,
})

const notAForm = () =>
  fail('validation_failed', 'The form can’t be read to its end', {
    hint: 'Send it as multipart/form-data, with each file as a part that has a filename.',
  })

/** Parts with a filename go to files, all others are fields. */
function gather(uploadFolder: string) {
  const files: Waiting[] = []
  const fields: Record<string, string> = {}
  let handle: FileHandle | null = null
  let bytes = 0

  async function fileSink(filename: string): Promise<PartSink> {
    const path = join(uploadFolder, `upload-${randomUUID()}`)
    const file = await open(path, 'wx', 0o600)
    handle = file
    files.push({ path, name: safeFileName(filename) })
    return {
      async write(chunk) {
        bytes += chunk.byteLength
        if (bytes > MAX_UPLOAD_BYTES) throw new TooLarge(tooLarge)
        await file.appendFile(chunk)
      },
      async end() {
        handle = null
        await file.close()
      },
    }
  }

  function fieldSink(name: string): PartSink {
    const chunks: Buffer[] = []
    let size = 0
    return {
      async write(chunk) {
        size += chunk.byteLength
        if (size > MOST_FIELD_BYTES) throw new TooLarge(longField(name))
        chunks.push(Buffer.from(chunk))
      },
      async end() {
        if (name !== '__proto__') fields[name] = Buffer.concat(chunks).toString('utf8')
      },
    }
  }
  return {
    files,
    fields,
    begin: async ({ name, filename }: PartHead) => (filename === null ? fieldSink(name) : fileSink(filename)),
    async end() {
      await handle?.close()
    },
  }
}

async function receiveForm(
  c: Asking,
  boundary: string,
  { core, uploadFolder }: ServerConfig,
): Promise<Ok<Received> | Refused> {
  const { body } = c.req.raw
  if (!body) return notAForm()
  await mkdir(uploadFolder, { recursive: true })
  const gathered = gather(uploadFolder)
  const { files, fields } = gathered
  const tokens: string[] = []
  try {
    if (!(await readMultipart(body, boundary, gathered.begin))) return notAForm()
    for (const { path, name } of files) {
      const offered = await core.offerFile(path, name, c.get('caller').user_id, true)
      if (!offered.ok) return offered
      tokens.push(offered.value.file_token)
    }
    return ok({ tokens, paths: files.map(({ path }) => path), fields })
  } catch (error) {
    return error instanceof TooLarge ? error.refusal : unfinished(error, c.req.raw.signal)
  } finally {
    await gathered.end()
    // What was offered is the core's to remove.
    for (const { path } of files.slice(tokens.length)) await rm(path, { force: true })
  }
}

export async function receiveFiles(c: Asking, config: ServerConfig): Promise<Ok<Received> | Refused> {
  const boundary = boundaryOf(c.req.header('content-type'))
  if (boundary !== null) return receiveForm(c, boundary, config)
  const taken = await receiveUpload(c, config)
  if (taken.ok) return ok({ tokens: [taken.value.offered.file_token], paths: [taken.value.path], fields: {} })
  return taken.status === 415
    ? {
        ...fail('validation_failed', 'Files must be sent as multipart/form-data or application/octet-stream'),
        status: 415,
      }
    : taken
}
