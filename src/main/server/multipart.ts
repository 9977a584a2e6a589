// Reads multipart/form-data (RFC 7578) as it comes, so that a file of any size passes through without being held.

/** Headers of a part: a few lines. */
const MOST_HEADER_BYTES = 8_192
const MOST_PARTS = 100

export type PartSink = { write(bytes: Uint8Array): Promise<void>; end(): Promise<void> }
export type PartHead = { name: string; filename: string | null }

/** The boundary of a content type; null when it is none of these. */
export const boundaryOf = (type: string | undefined): string | null =>
  /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i
    .exec(type ?? '')
    ?.slice(1)
    .find(Boolean) ?? null

function headOf(text: string): PartHead | null {
  const line = text.split('\r\n').find(one => /^content-disposition:/i.test(one))
  const parameter = (name: string) =>
    new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(line ?? '')?.[1]
  const name = parameter('name')
  if (name === undefined) return null
  const filename = parameter('filename') ?? null
  return { name: name.replace(/\\(.)/g, '$1'), filename: filename?.replace(/\\(.)/g, '$1') ?? null }
}

/** `begin` is asked for each part where its bytes go. Answers false when it isn't well formed or ends too soon. */
export async function readMultipart(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  begin: (head: PartHead) => Promise<PartSink>,
): Promise<boolean> {
  const border = Buffer.from(`\r\n--${boundary}`, 'latin1')
  // The first border has no line before it.
  let buffer: Buffer = Buffer.from('\r\n')
  let sink: PartSink | null = null
  let state: 'preamble' | 'border' | 'head' | 'part' | 'over' = 'preamble'
  let parts = 0

  /** Takes what is whole in the buffer; null when more is needed, false when it is broken. */
  async function step(): Promise<true | false | null> {
    if (state === 'border') {
      if (buffer.length < 2) return null
      const after = buffer.toString('latin1', 0, 2)
      if (after !== '\r\n' && after !== '--') return false
      buffer = buffer.subarray(2)
      state = after === '--' ? 'over' : 'head'
      return true
    }
    if (state === 'head') {
      const end = buffer.indexOf('\r\n\r\n')
      if (end < 0) return buffer.length > MOST_HEADER_BYTES ? false : null
      const head = headOf(buffer.toString('utf8', 0, end))
      if (!head || ++parts > MOST_PARTS) return false
      // The border of an empty part begins with the last line break of its head.
      buffer = buffer.subarray(end + 2)
      if (buffer.indexOf(border) !== 0) buffer = buffer.subarray(2)
      sink = await begin(head)
      state = 'part'
      return true
    }
    const at = buffer.indexOf(border)
    const whole = at < 0 ? Math.max(0, buffer.length - border.length) : at
    if (whole > 0) await sink?.write(buffer.subarray(0, whole))
    buffer = buffer.subarray(at < 0 ? whole : at + border.length)
    if (at < 0) return null
    await sink?.end()
    sink = null
    state = 'border'
    return true
  }

  for await (const chunk of body) {
    buffer = buffer.length > 0 ? Buffer.concat([buffer, chunk]) : Buffer.from(chunk)
    for (;;) {
      if (state === ('over' as typeof state)) return true
      const went = await step()
      if (went === false) return false
      if (went === null) break
    }
  }
  return state === ('over' as typeof state)
}
