// JSON as BigQuery keeps it: keys sorted, the first of equal keys, no spaces, numbers as INT64, UINT64 or FLOAT64.
// Source: GoogleSQL keeps JSON in a sorted map and refuses numbers that a FLOAT64 would change, unless told to round.

const INT64_MIN = -(2n ** 63n)
const UINT64_MAX = 2n ** 64n - 1n
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\]|\\.)*"/y
const SPACE = /\s*/y

/** Digits without leading and trailing zeros, and the power of ten of the last: equal for equal numbers. */
function decimal(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().replace('-', '').split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = (whole + fraction).replace(/^0+/, '')
  const short = digits.replace(/0+$/, '')
  if (short === '') return '0'
  return `${short}e${Number(exponent) - fraction.length + digits.length - short.length}`
}

/** FLOAT64 as JSON text: `1.0`, `0.1`, `9.223372036854776e+20`. */
function floatText(value: number): string {
  const [mantissa = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent >= 15 || exponent < -4) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  const plain = value.toString()
  if (!plain.includes('e')) return plain.includes('.') ? plain : `${plain}.0`
  return value.toFixed(20).replace(/0+$/, '')
}

function numberText(text: string, round: boolean): string {
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text)
    if (value >= INT64_MIN && value <= UINT64_MAX) return value.toString()
  }
  const value = Number(text)
  const exact = Number.isFinite(value) && decimal(text.replace('E', 'e')) === decimal(String(value))
  if (!Number.isFinite(value) || (!exact && !round)) {
    throw new Error(`Invalid input: ${text} cannot be converted without loss of precision`)
  }
  return floatText(value)
}

const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))

/** Throws an Error for text that is no JSON. */
export function canonicalJson(text: string, round = false): string {
  try {
    JSON.parse(text)
  } catch {
    throw new Error(`syntax error while parsing value - invalid JSON: ${text.slice(0, 60)}`)
  }
  let at = 0
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const symbol = () => {
    take(SPACE)
    return text[at]
  }
  const value = (): string => {
    const first = symbol()
    if (first === '{') return members()
    if (first === '[') return elements()
    if (first === '"') return JSON.stringify(JSON.parse(take(STRING)))
    for (const word of ['true', 'false', 'null']) {
      if (text.startsWith(word, at)) {
        at += word.length
        return word
      }
    }
    return numberText(take(NUMBER), round)
  }
  const members = () => {
    const found = new Map<string, string>()
    at += 1
    while (symbol() !== '}') {
      if (text[at] === ',') at += 1
      take(SPACE)
      const key = JSON.parse(take(STRING)) as string
      symbol()
      at += 1
      const one = value()
      if (!found.has(key)) found.set(key, one)
    }
    at += 1
    const sorted = [...found].sort(([one], [other]) => byBytes(one, other))
    return `{${sorted.map(([key, one]) => `${JSON.stringify(key)}:${one}`).join(',')}}`
  }
  const elements = () => {
    const found: string[] = []
    at += 1
    while (symbol() !== ']') {
      if (text[at] === ',') at += 1
      found.push(value())
    }
    at += 1
    return `[${found.join(',')}]`
  }
  return value()
}
