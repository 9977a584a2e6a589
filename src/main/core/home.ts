// Which workspace this is, among those that share records through BigQuery: sixteen hex digits, made once.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { invalid, ok, type Result } from '../../shared/errors.ts'
import type { Log } from './log/log.ts'
import { readJson, writeJson } from './personal/files.ts'

const Home = z.object({ home: z.string().regex(/^[0-9a-f]{16}$/) })

/** Asked for when it is first needed. One that can't be written is kept for this run of the program. */
export function createHome(workspace: string, log: Log): () => Promise<string> {
  const path = join(workspace, '_meta', 'home.json')
  const parse = (value: unknown): Result<string> => {
    const parsed = Home.safeParse(value)
    return parsed.success ? ok(parsed.data.home) : invalid([{ path: '', message: 'is not a home' }])
  }
  let known: Promise<string> | null = null
  async function find(): Promise<string> {
    const found = await readJson(path, parse, log)
    if (found) return found
    const home = randomBytes(8).toString('hex')
    const written = await writeJson(path, { home })
    if (!written.ok) log.warn('home_not_written', { code: written.error.code })
    return home
  }
  return () => {
    known ??= find()
    return known
  }
}
