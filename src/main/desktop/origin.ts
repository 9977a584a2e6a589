// The one origin that the window's page has, and the addresses that belong to it.

export const SCHEME = 'app'
export const HOST = 'activation'
export const APP_ORIGIN = `${SCHEME}://${HOST}`
export const START_PAGE = `${APP_ORIGIN}/`

/** `URL.origin` is "null" for schemes the language doesn't know, so the parts are compared. */
export function isOfOrigin(address: string, origin: string): boolean {
  const url = parse(address)
  const home = parse(origin)
  return url !== null && home !== null && url.protocol === home.protocol && url.host === home.host
}

function parse(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
