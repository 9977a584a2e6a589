// What the shell itself remembers: workspace folder, who is signed in, window place, theme. A damaged file means defaults.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, isAbsolute } from 'node:path'
import * as z from 'zod'
import { UserId } from '../../shared/domain/user.ts'

const pixels = z.number().int().min(-100_000).max(100_000)
export const WindowPlace = z.strictObject({
  x: pixels,
  y: pixels,
  width: pixels.min(200),
  height: pixels.min(200),
  maximized: z.boolean(),
})
export type WindowPlace = z.infer<typeof WindowPlace>

export const Theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof Theme>

// Each field falls back by itself: a bad window place must not lose the workspace folder.
const ShellSettings = z.object({
  /** null means the default folder. */
  workspace: z.string().refine(isAbsolute).nullable().catch(null),
  user_id: UserId.nullable().catch(null),
  window: WindowPlace.nullable().catch(null),
  theme: Theme.catch('system'),
  /** The REST API: off until a person switches it on; then on the port that it had before. */
  api: z
    .object({ on: z.boolean(), port: z.number().int().min(1).max(65_535).nullable() })
    .catch({ on: false, port: null }),
})
export type ShellSettings = z.infer<typeof ShellSettings>

export interface SettingsFile {
  get(): ShellSettings
  /** On the disk when it returns. A failure is reported and the value kept for this run. */
  change(patch: Partial<ShellSettings>): void
}

/** Tells what went wrong with the file; the app goes on. */
type Report = (message: string, error: unknown) => void

function read(path: string, report: Report): ShellSettings {
  let raw: unknown = {}
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!missing) report('The settings file could not be read; defaults are used', error)
  }
  const parsed = ShellSettings.safeParse(raw)
  return parsed.success ? parsed.data : ShellSettings.parse({})
}

/** Whole or not at all: a reader never sees half a file, and after a crash the old or the new one is there. */
function writeAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const beside = `${path}.new`
  const file = openSync(beside, 'w')
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(beside, path)
}

/** Synchronous: the file is small, it changes at a person's pace, and the last change must survive quitting. */
export function openSettings(path: string, report: Report): SettingsFile {
  let settings = read(path, report)
  return {
    get: () => settings,
    change(patch) {
      settings = { ...settings, ...patch }
      try {
        writeAtomically(path, `${JSON.stringify(settings, null, 2)}\n`)
      } catch (error) {
        report('The settings file could not be written', error)
      }
    },
  }
}
