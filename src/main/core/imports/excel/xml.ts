// The XML of a workbook as a stream of tags and texts. Strict: what isn't well formed isn't guessed at.
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { asUnreadable, unreadable } from '../reading/failures.ts'

export type Attributes = Readonly<Record<string, string>>
/** Names without their namespace's prefix, which writers choose as they like. */
export type XmlEvents = {
  open(name: string, attributes: Attributes): void
  text?(text: string): void
  close?(name: string): void
}

/** Between two tags. A cell takes 32,767 characters. */
const MOST_BETWEEN_TAGS = 2_000_000
const MALFORMED = 'is a damaged Excel file: its XML is not well formed'

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/** Reads to the end, or until `enough`; gives way to others after each piece. */
export async function readXml(
  stream: Readable,
  events: XmlEvents,
  enough: () => boolean = () => false,
): Promise<void> {
  for await (const _ of xmlPieces(stream, events)) if (enough()) return
}

/** The same, a piece at a time, for who takes what has come after each. */
export async function* xmlPieces(stream: Readable, events: XmlEvents): AsyncGenerator<void> {
  const { SaxesParser } = await import('saxes')
  // Without namespaces, attributes are texts.
  const parser = new SaxesParser({ position: false, xmlns: false })
  let sinceTag = 0
  parser.on('error', () => unreadable(MALFORMED))
  parser.on('opentag', tag => {
    sinceTag = 0
    events.open(localName(tag.name), tag.attributes as Attributes)
  })
  parser.on('closetag', tag => {
    sinceTag = 0
    events.close?.(localName(tag.name))
  })
  parser.on('text', text => events.text?.(text))
  parser.on('cdata', text => events.text?.(text))
  const decoder = new StringDecoder('utf8')
  try {
    for await (const chunk of stream) {
      const text = decoder.write(chunk as Buffer)
      sinceTag += text.length
      parser.write(text)
      if (sinceTag > MOST_BETWEEN_TAGS + text.length) unreadable('has a cell that is larger than 2 MB')
      yield
    }
    parser.write(decoder.end()).close()
    yield
  } catch (error) {
    throw asUnreadable(error, MALFORMED)
  } finally {
    stream.destroy()
  }
}

const ESCAPED = /_x([0-9A-Fa-f]{4})_/g

/** A text of a cell: what XML can't hold, or would change, stands in it as `_x000D_` (ECMA-376, ST_Xstring). */
export const cellText = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
