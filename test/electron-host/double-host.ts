// The double: the built app in a Node process where `electron` is ours, its window a page of a real Chromium.
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright'
import { chromiumLaunch } from '../support/chromium.ts'
import { environmentOf, type Host, type LaunchOptions } from './host.ts'
import { type AppRequests, connect, type HostRequests } from './messages.ts'
import { createWindows } from './windows.ts'

const WINDOW_WITHIN_MS = 30_000

const here = (name: string) => new URL(name, import.meta.url).href

function startApp(root: string, options: LaunchOptions): { child: ChildProcess; output: () => string } {
  const child = fork(join(root, 'out/main/index.js'), [], {
    cwd: root,
    execArgv: ['--import', import.meta.resolve('tsx'), '--import', here('./register.mjs')],
    env: environmentOf(options),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', data => {
      output += data
    })
  return { child, output: () => output }
}

let shared: Promise<Browser> | null = null

/** One for all apps of a test process, each with a context of its own; Playwright ends it with the process. */
async function browserOfApps(): Promise<Browser> {
  if (!shared || !(await shared).isConnected()) shared = chromium.launch(chromiumLaunch())
  return shared
}

export async function launchDouble(root: string, options: LaunchOptions): Promise<Host> {
  const { child, output } = startApp(root, options)
  const exited = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  const browser = await browserOfApps()
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: null })
  const windows = createWindows(context, request => link.ask(request.ask, request.given as never))
  const link = connect<HostRequests, AppRequests>(
    {
      // An app that ends while it is sent something is noticed by its exit.
      send: message => {
        if (!child.connected) return false
        child.send(message, () => {})
        return true
      },
      onMessage: listener => child.on('message', listener as (message: unknown) => void),
    },
    windows.answerers,
  )
  await windows.confine()
  void exited.then(code => {
    link.lost(`The app has ended with code ${code}`)
    windows.lost()
  })
  return {
    kind: 'double',
    page: windows.page,
    pages: () => context.pages(),
    windowReady: () =>
      Promise.race([
        windows.ready(),
        new Promise<never>((_, reject) => {
          setTimeout(
            () =>
              reject(new Error(`The app showed no window within ${WINDOW_WITHIN_MS / 1000} s\n${output()}`)),
            WINDOW_WITHIN_MS,
          ).unref()
        }),
        exited.then(code => {
          throw new Error(`The app ended with code ${code} before it showed a window\n${output()}`)
        }),
      ]),
    evaluate: (run, argument) => link.ask('evaluate', { source: run.toString(), argument }) as never,
    url: path => `http://activation.localhost${path}`,
    pid: child.pid ?? 0,
    exited,
    async dispose() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await exited
      await context.close()
    },
    output,
  }
}
