// JSON as data frames write it: with NaN and the infinities, which JSON has no number for and which say nothing here.

const NO_NUMBER = /-?\b(?:NaN|Infinity)\b/g
const QUOTE_OR_ESCAPE = /["\\]/g

/** Behind the quote that closes the text that begins there, or the end. */
function endOfText(json: string, quote: number): number {
  for (let at = quote + 1; ; ) {
    QUOTE_OR_ESCAPE.lastIndex = at
    const found = QUOTE_OR_ESCAPE.exec(json)
    if (!found) return json.length
    if (found[0] === '"') return found.index + 1
    at = found.index + 2
  }
}

/** With null in their place, where they don't stand in a text. Looks at each character once, whatever it is given. */
function withoutThem(json: string): string {
  const parts: string[] = []
  for (let at = 0; ; ) {
    const quote = json.indexOf('"', at)
    parts.push(json.slice(at, quote < 0 ? json.length : quote).replace(NO_NUMBER, 'null'))
    if (quote < 0) return parts.join('')
    at = endOfText(json, quote)
    parts.push(json.slice(quote, at))
  }
}

/** Throws what `JSON.parse` throws. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (json.search(NO_NUMBER) < 0) throw error
    return JSON.parse(withoutThem(json))
  }
}

/** `, at character 12 of the cell`, where the parser says so. Its own words quote the data. */
export function placeIn(error: unknown, what: string): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  return position ? `, at character ${Number(position) + 1} of the ${what}` : ''
}
