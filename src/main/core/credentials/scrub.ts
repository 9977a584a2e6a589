// Takes secret values out of text and out of thrown errors, in every form in which they travel.

const HIDDEN = '[secret]'
/** Shorter values occur in ordinary text by chance; hiding them would hide nothing and spoil the sentence. */
const SHORTEST = 4

/** A value as it is, and as JSON, URLs, forms and base64 carry it; the longest first. */
export function formsOf(value: string): string[] {
  const base64 = Buffer.from(value, 'utf8').toString('base64')
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(value, 'utf8').toString('base64url'),
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
