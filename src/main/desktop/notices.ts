// Notices of the system for distributions that came to rest while the window isn't looked at.
import type { DistributionMoved } from '../../shared/contract/distributions.ts'
import { type DistributionNotice, gatherNotices } from '../../shared/distribution-notices.ts'

export type NoticeParts = {
  /** Whether the window has the focus: then the page tells by itself. */
  isFocused(): boolean
  /** Shows a notice of the system; `onClick` brings the app to the front. */
  show(notice: { title: string; body: string }, onClick: () => void): void
  bringToFront(): void
  /** Sends `shell.command` to the window. */
  command(name: string): void
}

const TITLES = {
  completed: 'Distribution completed',
  failed: 'Distribution failed',
  matching: 'Distribution waits for results',
}
const MANY = {
  completed: (count: number) => `${count} distributions completed`,
  failed: (count: number) => `${count} distributions failed`,
  matching: (count: number) => `${count} distributions wait for results`,
}
const MANY_HINT = 'Open the app to see them.'

/** What a notice says, and the command that shows what it is about. Pure. */
export function noticeOf(notice: DistributionNotice): { title: string; body: string; command: string } {
  if (notice.of === 'many')
    return {
      title: MANY[notice.to](notice.count),
      body: MANY_HINT,
      command: `distributions.show:${notice.to}`,
    }
  const { distribution_id, audience_name, platform_name, message } = notice.moved
  return {
    title: TITLES[notice.to],
    body: [`${audience_name} → ${platform_name}`, message].filter(Boolean).join('\n'),
    command: `distribution.open:${distribution_id}`,
  }
}

/** Takes every move. `settle_ms` is how long a run has to rest before it is told. */
export function createNotices(parts: NoticeParts, settle_ms?: number) {
  return gatherNotices(notice => {
    if (parts.isFocused()) return
    const { command, ...said } = noticeOf(notice)
    parts.show(said, () => {
      parts.bringToFront()
      parts.command(command)
    })
  }, settle_ms) satisfies { note(moved: DistributionMoved): void }
}
