// What the desktop specs share: folders of their own, apps that are closed again, typed calls through the page's bridge.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { test as base, expect } from 'playwright/test'
import type { InputOf, OutputOf } from '../../../src/shared/contract.ts'
import type { Result } from '../../../src/shared/errors.ts'
import type { EventName, OperationName } from '../../../src/shared/operation-names.ts'
import type { LaunchOptions } from '../../electron-host/host.ts'
import { type DesktopApp, launch } from '../../electron-host/launch.ts'

export type Folders = { userData: string; workspace: string; root: string }
type Fixtures = {
  folders: Folders
  /** Starts an app on the spec's folders; it is closed when the spec ends. */
  start(options?: Partial<LaunchOptions>): Promise<DesktopApp>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from the pattern.
  folders: async ({}, use) => {
    const root = mkdtempSync(join(tmpdir(), 'desktop-'))
    await use({ root, userData: join(root, 'user-data'), workspace: join(root, 'workspace') })
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  },
  start: async ({ folders }, use) => {
    const started: DesktopApp[] = []
    await use(async options => {
      const { userData, workspace } = folders
      const app = await launch({ userData, workspace, ...options })
      started.push(app)
      return app
    })
    for (const app of started) await app.close()
  },
})
export { expect }

/** A call through `window.activation`, as the renderer makes it. */
export const call = <N extends OperationName>(
  page: Page,
  name: N,
  input: InputOf<N>,
): Promise<Result<OutputOf<N>>> => callRaw(page, name, JSON.stringify(input)) as Promise<Result<OutputOf<N>>>

/** The same with any input, as JSON text: only so does a key named `__proto__` arrive as one. */
export function callRaw(page: Page, name: OperationName, json: string): Promise<Result<unknown>> {
  return page.evaluate(
    ([group, method, text]) => {
      const { client } = Reflect.get(globalThis, 'activation')
      return client[group][method](JSON.parse(text))
    },
    [...(name.split('.') as [string, string]), json] as const,
  )
}

/** The value of an answer that must be good. */
export async function must<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** Signs in to a new profile. */
export const signIn = (page: Page, display_name = 'Retail analytics') =>
  must(call(page, 'profiles.create', { display_name }))

export const youngDigerati = {
  name: 'Young Digerati, urban coffee loyalists',
  description: 'Tech-savvy households near transit, three or more café visits a week',
  data_type: 'first_party',
  identifier_type: 'rampid',
  original_query: 'Young urban professionals who buy coffee on weekdays',
  selected_variables: ['PRIZM_04', 'VISITS_COFFEE_7D'],
  segments: [
    { segment_id: '1', name: 'Weekday regulars', size: 182_400, prizm_segments: ['Young Digerati'] },
    { segment_id: '2', name: 'Weekend visitors', size: 96_150, prizm_segments: ['Money & Brains'] },
  ],
} satisfies InputOf<'audiences.create'>

/** Collects an event's payloads in the page from now on; answers a reader. */
export async function collect(page: Page, event: EventName): Promise<() => Promise<unknown[]>> {
  await page.evaluate(name => {
    const seen: unknown[] = []
    Reflect.set(globalThis, `seen:${name}`, seen)
    Reflect.get(globalThis, 'activation').subscribe(name, (payload: unknown) => seen.push(payload))
  }, event)
  return () => page.evaluate(name => Reflect.get(globalThis, `seen:${name}`), event)
}

/** The shell's own log so far. */
export function shellLog(folders: Folders): string {
  try {
    return readFileSync(join(folders.userData, 'logs', 'shell.log'), 'utf8')
  } catch {
    return ''
  }
}
