// Every form in which a secret could lie in bytes, written out by hand so that no mistake of the program's own is repeated.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const hex = (byte: number) => byte.toString(16).padStart(2, '0')
const LETTERS = /[A-Za-z0-9]/

/** Bytes of UTF-8, each as it is where `keeps` has it, else as %XX. */
const percent = (value: string, keeps: string, upper = true) =>
  Array.from(Buffer.from(value, 'utf8'), byte => {
    const sign = String.fromCharCode(byte)
    const stays = byte < 0x80 && (LETTERS.test(sign) || keeps.includes(sign))
    return stays ? sign : `%${upper ? hex(byte).toUpperCase() : hex(byte)}`
  }).join('')

const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
const asciiOnly = (value: string) =>
  Array.from({ length: value.length }, (_, at) => {
    const unit = value.charCodeAt(at)
    return unit < 0x80 ? value.charAt(at) : `\\u${unit.toString(16).padStart(4, '0')}`
  }).join('')

/** By name. Base64 is without its padding, so that it is found with and without it. */
export function formsByHand(value: string): Readonly<Record<string, Buffer>> {
  const base64 = Buffer.from(value, 'utf8').toString('base64').replace(/=+$/, '')
  const texts = {
    plain: value,
    json: escaped(value),
    'json in json': escaped(escaped(value)),
    'json in ascii': asciiOnly(escaped(value)),
    'json with slashes escaped': escaped(value).replaceAll('/', '\\/'),
    base64,
    base64url: base64.replaceAll('+', '-').replaceAll('/', '_'),
    url: percent(value, "-_.!~*'()"),
    'url in lower case': percent(value, "-_.!~*'()", false),
    'url, all signs': percent(value, '-_.~'),
    form: percent(value, '-_.* ').replaceAll(' ', '+'),
    hex: Buffer.from(value, 'utf8').toString('hex'),
  }
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text, 'utf8')])),
    utf16: Buffer.from(value, 'utf16le'),
    latin1: Buffer.from(value, 'latin1'),
  }
}

export type Secrets = Readonly<Record<string, string>>

/** What of the secrets is in the bytes, as `where: name as form`; the values themselves are not repeated. */
export function secretsIn(where: string, bytes: Buffer, secrets: Secrets): string[] {
  return Object.entries(secrets).flatMap(([name, value]) => {
    const forms = Object.entries(formsByHand(value))
    // Where the value has no signs several forms are the same: the first stands for them.
    const different = forms.filter(
      ([, text], at) => forms.findIndex(([, other]) => other.equals(text)) === at,
    )
    return different
      .filter(([, text]) => bytes.includes(text))
      .map(([form]) => `${where}: ${name} as ${form}`)
  })
}

/** Every file below a folder, by its path in there. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(one => one.isFile())
  return new Map(
    found.map(one => {
      const path = join(one.parentPath, one.name)
      return [relative(folder, path), readFileSync(path)]
    }),
  )
}

/** Names count as well as contents. */
export const secretsBelow = (folder: string, secrets: Secrets): string[] =>
  [...filesBelow(folder)].flatMap(([path, bytes]) => [
    ...secretsIn(path, bytes, secrets),
    ...secretsIn(`the name ${path}`, Buffer.from(path), secrets),
  ])
