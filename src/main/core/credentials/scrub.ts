// Takes secret values out of text and out of thrown errors, in every form in which they travel.

const HIDDEN = '[secret]'
/** Shorter values occur in ordinary text by chance; hiding them would hide nothing and spoil the sentence. */
const SHORTEST = 4

const lowerPercent = (text: string) => text.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase())

/** A value as it is, and as JSON, URLs, forms, base64 and hexadecimal digits carry it; the longest first. */
export function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8')
  const base64 = bytes.toString('base64')
  const json = JSON.stringify(value).slice(1, -1)
  const url = encodeURIComponent(value.toWellFormed())
  const form = new URLSearchParams([['', value]]).toString().slice(1)
  const strictUrl = url.replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const forms = [
    value,
    json,
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
    ...[url, strictUrl, form].flatMap(text => [text, lowerPercent(text)]),
    base64,
    base64.replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
  return [...new Set(forms)].sort((one, other) => other.length - one.length)
}

export function scrubText(text: string, values: readonly string[]): string {
  const forms = values.filter(value => value.length >= SHORTEST).flatMap(formsOf)
  forms.sort((one, other) => other.length - one.length)
  return forms.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text)
}

const textOf = (value: object, key: string) => {
  const text: unknown = Reflect.get(value, key)
  return typeof text === 'string' ? text : null
}

/**
 * An error with the same name, code, message and stack, without the values. Nothing else of the original is carried over:
 * its cause and further properties may hold a request with its headers.
 */
export function scrubError(thrown: unknown, values: readonly string[]): Error {
  if (!(thrown instanceof Error)) return new Error(scrubText(String(thrown), values))
  const clean = new Error(scrubText(thrown.message, values))
  clean.name = scrubText(thrown.name, values)
  clean.stack = scrubText(thrown.stack ?? '', values)
  const code = textOf(thrown, 'code')
  if (code !== null)
    Object.defineProperty(clean, 'code', { value: scrubText(code, values), enumerable: true })
  return clean
}
