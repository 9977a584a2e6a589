// The only ways out to the system's browser: fixed https addresses that the renderer names, and Google's pages for BigQuery.
import { LINKS } from '../../shared/contract/shell.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'

export type Link = keyof typeof LINKS

/** The address of a link; null for a name that isn't in the table or an address that isn't https. */
export function addressOf(link: string, links: Readonly<Record<string, string>> = LINKS): string | null {
  const address = Object.hasOwn(links, link) ? links[link] : undefined
  if (address === undefined) return null
  const url = new URL(address)
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null
}

const parsed = (address: string) => (URL.canParse(address) ? new URL(address) : null)

/**
 * Whether a page may send its reader there: a job in Google's console, or Google's own sign-in whose answer comes back to
 * this computer. A page that was taken over could lead nowhere else.
 */
export function isOfGoogle(address: string): boolean {
  const url = parsed(address)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '')
    return false
  if (url.host === 'console.cloud.google.com') return url.pathname === '/bigquery'
  if (url.host !== 'accounts.google.com' || url.pathname !== '/o/oauth2/v2/auth') return false
  const back = parsed(url.searchParams.get('redirect_uri') ?? '')
  return back?.protocol === 'http:' && back.hostname === '127.0.0.1'
}

export async function openLink(
  link: Link,
  openExternal: (address: string) => Promise<void>,
): Promise<Result<null>> {
  const address = addressOf(link)
  if (address === null) return fail('forbidden', 'This page is not one the app may open')
  try {
    await openExternal(address)
    return ok(null)
  } catch {
    return fail('unsupported', 'No browser could be opened', { hint: `The address is ${address}` })
  }
}
