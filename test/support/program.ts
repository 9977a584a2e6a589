// The real program as a test starts it: what was built, so that it is there in a third of a second, or its sources.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = resolve(import.meta.dirname, '../..')

const newest = (folder: string) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(one => one.isFile())
      .map(one => statSync(join(one.parentPath, one.name)).mtimeMs),
  )

/** The source itself, translated at the start. */
export function sourceArguments(): string[] {
  const tsx = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href
  return ['--import', tsx, join(ROOT, 'src/main/cli.ts')]
}

/** What was built, unless a source has changed since: then the source. */
export function programArguments(): string[] {
  const built = join(process.env.DESKTOP_APP_ROOT ?? ROOT, 'out/main/cli.js')
  const sources = ['src/main', 'src/shared'].map(folder => newest(join(ROOT, folder)))
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources)) return [built]
  return sourceArguments()
}
