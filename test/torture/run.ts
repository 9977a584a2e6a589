// The kill -9 loop: a writer is killed again and again, and what it acknowledged is looked for every time.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/main/core/store/index.ts'
import { complaints } from '../store/book.ts'
import { foundOutside, strays } from '../store/outside.ts'
import { seeded } from '../store/random.ts'
import { must, readAll } from '../store/reading.ts'
import { bundle } from './bundle.ts'
import { killRound, type Workspace } from './round.ts'

export type Summary = {
  kills: number
  commits: number
  versions: number
  workspaces: number
  killed_in_flush: number
  killed_while_opening: number
  open_p50_ms: number
  open_max_ms: number
  seconds: number
  said: string[]
}

const KILLS_PER_WORKSPACE = 25

export async function torture(options: {
  kills: number
  /** No new round begins after this; 0 for no limit. */
  seconds: number
  seed: number
  progress?: (line: string) => void
}): Promise<Summary> {
  const started = Date.now()
  const built = await bundle({ writer: join(import.meta.dirname, 'writer.ts') })
  const writer = built.fileOf('writer')
  const random = seeded(options.seed)
  const opens: number[] = []
  const summary: Summary = {
    kills: 0,
    commits: 0,
    versions: 0,
    workspaces: 0,
    killed_in_flush: 0,
    killed_while_opening: 0,
    open_p50_ms: 0,
    open_max_ms: 0,
    seconds: 0,
    said: [],
  }
  const inTime = () => options.seconds === 0 || Date.now() - started < options.seconds * 1_000

  while (summary.kills < options.kills && inTime() && summary.said.length === 0) {
    const workspace: Workspace = {
      folder: mkdtempSync(join(tmpdir(), 'am-torture-')),
      book: { entries: [] },
      touched: new Set(),
    }
    summary.workspaces += 1
    for (let n = 0; n < KILLS_PER_WORKSPACE && summary.kills < options.kills && inTime(); n++) {
      const round = await killRound(writer, workspace, random, false)
      summary.kills += 1
      summary.commits += round.acks
      if (round.moment === 'flush') summary.killed_in_flush += 1
      if (round.opened_ms === null) summary.killed_while_opening += 1
      else opens.push(round.opened_ms)
      summary.said.push(...round.said.map(text => `kill ${summary.kills} in ${workspace.folder}: ${text}`))
      if (summary.kills % 25 === 0)
        options.progress?.(
          `${summary.kills} kills, ${summary.commits} acknowledged commits, ${summary.said.length} complaints`,
        )
      if (round.said.length > 0) break
    }
    summary.said.push(...(await lastLook(workspace)))
    summary.versions += workspace.book.entries.reduce((sum, entry) => sum + entry.lines.length, 0)
    // Kept for whoever looks into the complaint.
    if (summary.said.length === 0) rmSync(workspace.folder, { recursive: true, force: true })
  }
  opens.sort((a, b) => a - b)
  summary.open_p50_ms = Math.round(opens[Math.floor(opens.length / 2)] ?? 0)
  summary.open_max_ms = Math.round(opens.at(-1) ?? 0)
  summary.seconds = Math.round((Date.now() - started) / 1_000)
  built.remove()
  return summary
}

/** Every version ever acknowledged in this workspace: through the store, and after a flush from outside. */
async function lastLook({ folder, book }: Workspace): Promise<string[]> {
  const opened = await openStore({ folder })
  if (!opened.ok) return [`last open of ${folder}: ${opened.error.code} ${opened.error.message}`]
  const store = opened.value
  const { found, said } = await readAll(store)
  said.push(...complaints(book, found))
  must(await store.flush())
  await store.close()
  const outside = await foundOutside(folder)
  said.push(...strays(book, outside))
  const kept = complaints(book, outside).map(text => `outside: ${text}`)
  return [...said, ...kept].map(text => `${folder}: ${text}`)
}
