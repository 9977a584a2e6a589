// How a workspace that is kept in BigQuery stands, in one word for the title bar: the most current or gravest first.
import type { Live } from '../../../shared/contract/workspace.ts'
import { relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { isNoNetwork } from './standing.ts'

export type LiveStanding = 'saving' | 'reading' | 'offline' | 'problem' | 'live'

export function liveStandingOf({ saving, problem, read_at }: Live): LiveStanding {
  if (saving > 0) return 'saving'
  if (problem) return isNoNetwork(problem) ? 'offline' : 'problem'
  // Later reads go on behind what is shown.
  return read_at === null ? 'reading' : 'live'
}

const seconds = new Intl.RelativeTimeFormat(undefined, { numeric: 'always', style: 'narrow' })
const STEP_S = 5

/** `just now`, `15s ago` in steps that don't flicker, then as everywhere. null before the first read. */
export function ageOf(read_at: string | null, now: number): string | null {
  if (read_at === null) return null
  const age = Math.max(0, (now - Date.parse(read_at)) / 1_000)
  if (age < 2 * STEP_S) return t.live.justNow
  if (age < 60) return seconds.format(-Math.floor(age / STEP_S) * STEP_S, 'second')
  return relativeDate(read_at, now)
}

export function liveWord(live: Live, now: number): string {
  const age = ageOf(live.read_at, now)
  switch (liveStandingOf(live)) {
    case 'saving':
      return t.live.saving
    case 'reading':
      return t.live.reading
    case 'offline':
      return t.live.offline(age)
    case 'problem':
      return t.live.problem(age)
    case 'live':
      return t.live.live(age ?? t.live.justNow)
  }
}
