// A request as it came in, and what it carries.
import type { IncomingMessage } from 'node:http'
import type { Call } from './call.ts'
import { GoogleError, invalid } from './errors.ts'
import type { Match } from './routes.ts'
import { readMultipart } from './uploads.ts'

const LARGEST_BODY = 10 * 1024 * 1024

export type Received = { method: string; url: URL; headers: Record<string, string>; bytes: Buffer }

export async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '/', 'http://double'),
    headers: Object.fromEntries(headers),
    bytes: Buffer.concat(chunks),
  }
}

export type Carried = Pick<Call, 'body' | 'upload'>

/** Throws `invalid` where the request doesn't carry what its route takes. */
function readBody(route: Match['route'] | null, { headers, bytes, url }: Received): Carried {
  const type = headers['content-type'] ?? ''
  if (route === 'jobs.upload') {
    if (url.searchParams.get('uploadType') !== 'multipart') {
      throw invalid('The BigQuery double takes uploads of type multipart only')
    }
    const upload = readMultipart(type, bytes)
    return { body: upload.metadata, upload }
  }
  if (bytes.length === 0) return { body: null, upload: null }
  if (bytes.length > LARGEST_BODY)
    throw invalid(`Request payload size exceeds the limit: ${LARGEST_BODY} bytes.`)
  const text = bytes.toString('utf8')
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { body: Object.fromEntries(new URLSearchParams(text)), upload: null }
  }
  try {
    return { body: JSON.parse(text), upload: null }
  } catch {
    throw new GoogleError('parseError', 'Invalid JSON payload received.', { status: 400 })
  }
}

/** What it carries, or why that can't be read. */
export function tryBody(route: Match['route'] | null, received: Received): Carried | GoogleError {
  try {
    return readBody(route, received)
  } catch (error) {
    if (error instanceof GoogleError) return error
    throw error
  }
}
