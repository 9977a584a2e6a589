// A file that a job made for a download: fetched by the token of its job's result, with the door's own token.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { fail } from '../../../shared/errors.ts'
import { refuse } from '../answers.ts'
import type { Asking, DoorEnv } from '../caller.ts'
import type { ServerConfig } from '../config.ts'

/** RFC 6266 and RFC 8187: the name in UTF-8, and one in ASCII for who knows only that. */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

const notKept = () => fail('not_found', 'The file isn’t kept here any more', { hint: 'Make it again.' })

/**
 * Sends the file that this token of the caller's stands for. An access token fetches what was made room for by one: what
 * the profile's owner saved at the desk or from the page may hold more than the token reaches, as a backup does.
 */
export async function sendDownload(c: Asking, file_token: string, { core }: Pick<ServerConfig, 'core'>) {
  const saved = await core.savedFile(file_token, c.get('caller').user_id)
  if (!saved.ok) return refuse(c, saved)
  const { path, name, place } = saved.value
  if (!c.get('caller').of_run && place !== 'script') return refuse(c, notKept())
  const found = await stat(path).catch(() => null)
  if (!found?.isFile())
    return refuse(c, fail('not_found', `${name} isn’t there any more`, { hint: 'Make it again.' }))
  c.header('Content-Type', 'application/octet-stream')
  c.header('Content-Disposition', attachment(name))
  c.header('Content-Length', String(found.size))
  if (c.req.method === 'HEAD') return c.body(null)
  return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>)
}

/** The page's own: scripts use /api/files. */
export const downloadRoutes = (config: ServerConfig) =>
  new Hono<DoorEnv>().get('/:token', c => sendDownload(c, c.req.param('token'), config))
