// The only way out to the system's browser: fixed https addresses, named by the renderer, never sent by it.
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
