// The real Electron through Playwright, where its binary is.
import { _electron, type Page } from 'playwright'
import { environmentOf, type Host, type LaunchOptions } from './host.ts'

export async function launchReal(
  executablePath: string,
  root: string,
  options: LaunchOptions,
): Promise<Host> {
  const app = await _electron.launch({
    executablePath,
    // Build machines run without the privileges that Chromium's own sandbox needs; `sandbox: true` is asserted apart.
    args: [...(process.platform === 'linux' ? ['--no-sandbox'] : []), root],
    cwd: root,
    env: environmentOf(options),
  })
  let output = ''
  const child = app.process()
  child.stdout?.on('data', data => {
    output += data
  })
  child.stderr?.on('data', data => {
    output += data
  })
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve))
  const page = (): Page => {
    const current = app.windows().at(-1)
    if (!current) throw new Error('The app has no window')
    return current
  }
  return {
    kind: 'electron',
    page,
    pages: () => app.windows(),
    async windowReady() {
      const window = await app.firstWindow()
      await window.waitForLoadState('domcontentloaded')
      return window
    },
    evaluate: (run, argument) =>
      app.evaluate(run as never, argument as never) as ReturnType<Host['evaluate']> as never,
    url: path => `app://activation${path}`,
    pid: child.pid ?? 0,
    exited,
    async dispose() {
      if (child.exitCode === null && child.signalCode === null) await app.close()
    },
    output: () => output,
  }
}
