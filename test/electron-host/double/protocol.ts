// `protocol` and `session`: what the page's requests meet. Answers keep their headers, so Chromium enforces the policy.

import { outsideAddress } from './address.ts'
import { answer } from './link.ts'

type Handler = (request: Request) => Response | Promise<Response>
type Privileges = { scheme: string; privileges: Record<string, boolean> }

const handlers = new Map<string, Handler>()
let registered: Privileges[] | null = null

export const protocol = {
  registerSchemesAsPrivileged(schemes: Privileges[]): void {
    if (registered) throw new Error('registerSchemesAsPrivileged may be called once')
    registered = schemes
  },
  handle(scheme: string, handler: Handler): void {
    if (handlers.has(scheme)) throw new Error(`${scheme} is handled already`)
    handlers.set(scheme, handler)
  },
}

answer('protocol.request', async ({ url, method }) => {
  const address = outsideAddress(url)
  const handler = handlers.get(new URL(address).protocol.slice(0, -1))
  if (!handler) return null
  // A plain object: the language's Request refuses the methods and schemes that a real one may carry here.
  const request = { url: address, method, headers: new Headers() } as Request
  const response = await handler(request)
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  }
})

type PermissionHandler = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void
type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean
type BeforeRequest = (details: { url: string }, answer: (verdict: { cancel?: boolean }) => void) => void

let permissionHandler: PermissionHandler | null = null
let permissionCheck: PermissionCheck | null = null
let beforeRequest: { urls: string[]; listener: BeforeRequest } | null = null

export const session = {
  defaultSession: {
    setPermissionRequestHandler(handler: PermissionHandler | null): void {
      permissionHandler = handler
    },
    setPermissionCheckHandler(handler: PermissionCheck | null): void {
      permissionCheck = handler
    },
    setDevicePermissionHandler(): void {},
    webRequest: {
      onBeforeRequest(filter: { urls: string[] }, listener: BeforeRequest): void {
        beforeRequest = { urls: filter.urls, listener }
      },
    },
  },
}

/** Electron grants everything that no handler refuses; so does the double. */
export async function isGranted(permission: string, origin: string): Promise<boolean> {
  const byCheck = permissionCheck?.(null, permission, origin) ?? true
  const handler = permissionHandler
  const byRequest = handler ? await new Promise<boolean>(resolve => handler(null, permission, resolve)) : true
  return byCheck && byRequest
}

const matches = (pattern: string, url: string) =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}`).test(url)

answer('network.request', async ({ url }) => {
  const filter = beforeRequest
  if (!filter?.urls.some(pattern => matches(pattern, url))) return { cancel: false }
  return new Promise(resolve => filter.listener({ url }, resolve))
})
