// Opens an address in the default browser. No shell sees it, so nothing in it can become a command.
import { spawn } from 'node:child_process'

export function browserCommand(platform: NodeJS.Platform, address: string): [string, string[]] {
  switch (platform) {
    case 'darwin':
      return ['open', [address]]
    case 'win32':
      return ['rundll32.exe', ['url.dll,FileProtocolHandler', address]]
    default:
      return ['xdg-open', [address]]
  }
}

/** Tells `onFailure` when there is no way to open a browser here. */
export function openBrowser(address: string, onFailure: () => void): void {
  const [program, args] = browserCommand(process.platform, address)
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.once('error', onFailure)
  child.once('exit', code => {
    if (code !== 0 && code !== null) onFailure()
  })
  child.unref()
}
