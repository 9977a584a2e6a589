// The platforms' doubles for secrets with every sign in them: each stands for one that a double knows. Answers, good ones
// too, repeat the secret that was sent, in the account's name, the error and its code.
import { createHmac } from 'node:crypto'
import { amazon } from '../../doubles/platforms/amazon.ts'
import { google } from '../../doubles/platforms/google.ts'
import { linkedin } from '../../doubles/platforms/linkedin.ts'
import { meta } from '../../doubles/platforms/meta.ts'
import { type Answer, type Platform, type Received, startDouble } from '../../doubles/platforms/server.ts'
import { theTradeDesk } from '../../doubles/platforms/the-trade-desk.ts'
import { tiktok } from '../../doubles/platforms/tiktok.ts'
import { formsByHand } from './forms.ts'

const BY_HOST: readonly [RegExp, Platform][] = [
  [/thetradedesk\.com$/, theTradeDesk],
  [/googleapis\.com$/, google],
  [/facebook\.com$/, meta],
  [/amazon\.(com|co\.uk|co\.jp)$/, amazon],
  [/linkedin\.com$/, linkedin],
  [/tiktok\.com$/, tiktok],
]

/** Names that the doubles give accounts, and codes of theirs that the application shows. */
const SHOWN = ['North Shop', 'Harbour Coffee', 'Harbour DSP', 'Teapot']

const TEXT_FORMS = ['plain', 'json', 'base64', 'base64url', 'url', 'url in lower case', 'form', 'hex']
const echoOf = (secret: string) => TEXT_FORMS.map(form => String(formsByHand(secret)[form])).join(' ')

export type OddPlatforms = Awaited<ReturnType<typeof startOddPlatforms>>

export type Odd = {
  /** What each odd secret means to the doubles. */
  stands: ReadonlyMap<string, string>
  /** What is handed out in place of the doubles' own tokens. */
  issued: ReadonlyMap<string, string>
  /** Secrets that a webhook may be signed with. */
  signing: readonly string[]
}

export async function startOddPlatforms({ stands, issued, signing }: Odd) {
  const used = new Set<string>()

  const swapped = (text: string, seen: Set<string>) =>
    [...stands].reduce((rest, [odd, plain]) => {
      if (rest.includes(odd)) seen.add(odd)
      return rest.replaceAll(odd, plain)
    }, text)

  function understood(request: Received, seen: Set<string>): Received {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, swapped(value, seen)]),
    )
    const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded'
    const pairs = [...new URLSearchParams(request.body)].map(([key, value]): [string, string] => [
      key,
      swapped(value, seen),
    ])
    const body = isForm ? new URLSearchParams(pairs).toString() : request.body
    return { ...request, headers, body }
  }

  /** In the answer's JSON text: a name or code that is shown gets the secrets, and what was meant is what was sent. */
  function repeated(text: string, seen: ReadonlySet<string>): string {
    const inJson = (value: string) => JSON.stringify(value).slice(1, -1)
    const echo = inJson([...seen].map(echoOf).join(' '))
    const named = SHOWN.reduce((rest, name) => rest.replaceAll(name, `${name} ${echo}`), text)
    const sent = [...seen].map(odd => [stands.get(odd) ?? odd, odd] as const)
    return [...sent, ...issued].reduce(
      (rest, [plain, odd]) => rest.replaceAll(inJson(plain), inJson(odd)),
      named,
    )
  }

  function webhook({ headers, body, path }: Received): Answer {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const fits = (secret: string) => {
      const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret
      const signature = createHmac('sha256', key).update(signed).digest('base64')
      return headers['webhook-signature'] === `v1,${signature}`
    }
    const secret = signing.find(fits)
    if (secret === undefined) return { status: 401 }
    used.add(secret)
    const json = { echo: echoOf(secret) }
    if (path === '/in/good') return { status: 200, json }
    return { status: path === '/in/gone' ? 410 : 401, json }
  }

  const double = await startDouble(request => {
    if (request.host === 'hooks.example') return webhook(request)
    const platform = BY_HOST.find(([host]) => host.test(request.host))?.[1]
    const seen = new Set<string>()
    const meant = understood(request, seen)
    for (const secret of seen) used.add(secret)
    const answer = platform?.(meant) ?? { status: 404, json: {} }
    const { json, text, ...rest } = answer
    const said = text ?? (json === undefined ? '' : JSON.stringify(json))
    return { ...rest, text: repeated(said, seen) }
  })
  return { double, used }
}
