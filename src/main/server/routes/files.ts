// Files for imports and of exports: sent, made room for, and fetched by a token; no path crosses.
import * as z from 'zod'
import { line } from '../../../shared/domain/values.ts'
import { refuse } from '../answers.ts'
import type { ServerConfig } from '../config.ts'
import { mayDo } from '../guard.ts'
import { json, type Route } from '../route.ts'
import { sendDownload } from './downloads.ts'
import { takeUpload } from './uploads.ts'

const tag = 'Files'
const File = z.object({ success: z.literal(true), file_token: z.string(), name: z.string(), bytes: z.int() })

export const fileRoutes = (config: ServerConfig): Route[] => [
  {
    kind: 'plain',
    method: 'post',
    path: '/api/files',
    tag,
    summary: 'Send a file of up to 2 GB, to be imported',
    detail: 'Its name goes, percent-encoded, into X-File-Name. It is kept for one import, for an hour.',
    effect: 'write',
    open: false,
    described: {
      parameters: [{ name: 'X-File-Name', in: 'header', schema: { type: 'string', maxLength: 1_000 } }],
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: {
        200: { description: 'It is here', content: { 'application/json': { schema: z.toJSONSchema(File) } } },
      },
    },
    async handle(c) {
      const may = mayDo(c, 'write')
      const taken = may.ok ? await takeUpload(c, config) : may
      return taken.ok ? c.json({ success: true, ...taken.value }) : refuse(c, taken)
    },
  },
  json('post', '/api/files/targets', {
    tag,
    summary: 'Make room for a file that a job is to write, by the name it is to have',
    body: z.strictObject({ name: line(200) }),
    answer: { file_token: z.string(), name: z.string() },
    respond: ({ body, user_id }) => config.core.offerTarget({ download: body.name, by: 'script' }, user_id),
  }),
  {
    kind: 'plain',
    method: 'get',
    path: '/api/files/:file_token',
    tag,
    summary: 'Fetch a file that a job has written',
    effect: 'read',
    open: false,
    described: {
      responses: {
        200: {
          description: 'The file',
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
      },
    },
    handle: c => sendDownload(c, c.req.param('file_token') ?? '', config),
  },
]
