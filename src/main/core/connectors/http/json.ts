// Reads JSON without losing digits: identifiers of the platforms pass 2^53, where a JavaScript number rounds.

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WHOLE = /^-?[1-9]\d*$/

/** The place behind the string that starts at `from`; the text's end when it has no closing quote. */
function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length) {
    const char = text[at]
    if (char === '"') return at + 1
    at += char === '\\' ? 2 : 1
  }
  return text.length
}

/** The same JSON with each whole number beyond 2^53 − 1 put between quotes. */
function quoteLargeIntegers(text: string): string {
  const parts: string[] = []
  let kept = 0
  let at = 0
  while (at < text.length) {
    const char = text[at] ?? ''
    if (char === '"') {
      at = endOfString(text, at)
      continue
    }
    NUMBER.lastIndex = at
    const found = char === '-' || (char >= '0' && char <= '9') ? NUMBER.exec(text)?.[0] : undefined
    if (!found) {
      at += 1
      continue
    }
    if (WHOLE.test(found) && !Number.isSafeInteger(Number(found))) {
      parts.push(text.slice(kept, at), '"', found, '"')
      kept = at + found.length
    }
    at += found.length
  }
  parts.push(text.slice(kept))
  return parts.join('')
}

/**
 * Parses JSON; a whole number that a JavaScript number can't hold exactly comes back as a string of its digits.
 * Throws SyntaxError as JSON.parse does, without the text in it.
 */
export function parseExact(text: string): unknown {
  try {
    return JSON.parse(quoteLargeIntegers(text))
  } catch {
    throw new SyntaxError('The text is not JSON')
  }
}
