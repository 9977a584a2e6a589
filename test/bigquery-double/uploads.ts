// multipart/related by bytes: a part of JSON and a part of media. Source: the upload page of Google's REST APIs.
import { invalid } from './errors.ts'

export type Upload = { metadata: unknown; media: Buffer; mediaType: string }

function boundaryOf(contentType: string): string {
  const found = /^multipart\/related\s*;.*?\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  const boundary = found?.[1] ?? found?.[2]
  if (!boundary) throw invalid('Media type is not multipart/related with a boundary')
  return boundary
}

type Part = { headers: Map<string, string>; body: Buffer }

function partOf(bytes: Buffer): Part {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) throw invalid('Malformed multipart body: a part has no headers')
  const headers = new Map<string, string>()
  for (const line of bytes.subarray(0, end).toString('latin1').split('\r\n')) {
    const at = line.indexOf(':')
    if (at > 0) headers.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim())
  }
  return { headers, body: bytes.subarray(end + 4) }
}

/** Throws `invalid` for a body that isn't whole: media that was cut off is never loaded. */
export function readMultipart(contentType: string, body: Buffer): Upload {
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`)
  const parts: Part[] = []
  let at = body.indexOf(delimiter)
  if (at < 0) throw invalid('Malformed multipart body: no boundary found')
  for (;;) {
    at += delimiter.length
    if (body.subarray(at, at + 2).toString('latin1') === '--') break
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), at)
    if (next < 0) throw invalid('Malformed multipart body: it ends within a part')
    parts.push(partOf(body.subarray(at + 2, next)))
    at = next + 2
  }
  const [metadata, media, ...more] = parts
  if (!metadata || !media || more.length > 0)
    throw invalid('Malformed multipart body: two parts are expected')
  if (!/^application\/json\b/i.test(metadata.headers.get('content-type') ?? '')) {
    throw invalid('The first part is not application/json')
  }
  try {
    return {
      metadata: JSON.parse(metadata.body.toString('utf8')),
      media: media.body,
      mediaType: media.headers.get('content-type') ?? '',
    }
  } catch {
    throw invalid('Parse Error: the metadata is not JSON')
  }
}
