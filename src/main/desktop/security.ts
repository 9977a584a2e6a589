// What every page of this app is refused: permissions, leaving its origin, new windows, web views, the network.
import type { App, Session, WebContents } from 'electron'
import { isOfGoogle } from './links.ts'
import { isOfOrigin } from './origin.ts'

/** Set on the session. The default would grant nearly everything. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/** Nothing the page shows comes from elsewhere; the policy header says so too, this holds where a header can't. */
export function denyNetwork(session: Session): void {
  const elsewhere = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*']
  session.webRequest.onBeforeRequest({ urls: elsewhere }, (_details, answer) => answer({ cancel: true }))
}

/** `open` hands an address to the system's browser. */
export type Ways = { log(message: string): void; open(address: string): Promise<void> }

export function confine(contents: WebContents, origin: string, { log, open }: Ways): void {
  const stay = (event: { preventDefault(): void; url: string }) => {
    if (isOfOrigin(event.url, origin)) return
    event.preventDefault()
    log('A page tried to leave the application and was held')
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', event => event.preventDefault())
  // No window ever: what a person may read in their browser is opened there.
  contents.setWindowOpenHandler(({ url }) => {
    if (isOfGoogle(url)) open(url).catch(() => log('No browser could be opened'))
    else log('A page tried to open a window and was refused')
    return { action: 'deny' }
  })
}

/** On the app, so that no contents are missed, whoever makes them. */
export function confineAll(app: App, origin: string, ways: Ways): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, origin, ways))
}
