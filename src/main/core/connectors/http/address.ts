// Where a call may go: https only; plain http on the loopback alone, and only when a developer says so.

export type Address = { url: URL; original_host: string | null }

export const isLoopback = (host: string) =>
  host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)

/** The address as a URL; null when it is not one, names a user, or is neither https nor (where allowed) loopback http. */
export function parseAddress(text: string, loopback: 'loopback_http' | 'https_only'): URL | null {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return null
  }
  // A name and password in an address would end up in errors and logs of everything it passes.
  if (url.username || url.password) return null
  if (url.protocol === 'https:') return url
  const allowed = loopback === 'loopback_http' && url.protocol === 'http:' && isLoopback(url.hostname)
  return allowed ? url : null
}

/** Where the call really goes: the platform's own address, or the same path under the developer's base address. */
export function resolveAddress(address: string, base_url: string | undefined): Address | null {
  const meant = parseAddress(address, 'https_only')
  if (!meant) return null
  if (base_url === undefined) return { url: meant, original_host: null }
  const base = parseAddress(base_url, 'loopback_http')
  if (!base) return null
  const url = new URL(base)
  url.pathname = base.pathname.replace(/\/$/, '') + meant.pathname
  url.search = meant.search
  url.hash = ''
  return { url, original_host: meant.host }
}
