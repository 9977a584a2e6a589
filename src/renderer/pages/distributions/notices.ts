// One notice for each run that came to rest: completed, failed, or waiting for its results.
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { type DistributionNotice, gatherNotices, NOTICED } from '../../../shared/distribution-notices.ts'
import { subscribe } from '../../api/client.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { distributionRoute, distributionsRoute } from './routes.ts'
import { showDistributions } from './view-store.ts'

const words = t.distributions.notice
const MANY = { completed: words.manyCompleted, failed: words.manyFailed, matching: words.manyMatching }

export function raise(notice: DistributionNotice, go: (route: string) => void): void {
  const tone = notice.to === 'failed' ? ({ tone: 'failed' } as const) : {}
  if (notice.of === 'many') {
    showToast({
      title: MANY[notice.to](notice.count),
      ...tone,
      action: {
        label: words.show,
        run: () => {
          showDistributions({ tab: notice.to })
          go(distributionsRoute)
        },
      },
    })
    return
  }
  const { distribution_id, audience_name, platform_name, message, hint } = notice.moved
  showToast({
    title: words[notice.to](t.distributions.pair(audience_name, platform_name)),
    detail: [message, hint].filter(Boolean).join(' ') || undefined,
    ...tone,
    action: { label: words.open, run: () => go(distributionRoute(distribution_id)) },
  })
}

const COMMAND = /^(distribution\.open|distributions\.show):(.+)$/

/** Where a notice of the system leads that was clicked; any other command is not its business. */
export function followNotice(command: string, go: (route: string) => void): void {
  const [, name, about] = COMMAND.exec(command) ?? []
  if (!name || !about) return
  if (name === 'distribution.open') {
    go(distributionRoute(about))
    return
  }
  const to = NOTICED.find(one => one === about)
  if (to) showDistributions({ tab: to })
  go(distributionsRoute)
}

/** Once in the frame. */
export function useDistributionNotices(): void {
  const [, go] = useLocation()
  // The router's way to go is another function with every page; where it leads is the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const notices = gatherNotices(notice => raise(notice, go))
    const stops = [
      subscribe('distribution.moved', notices.note),
      subscribe('shell.command', ({ command }) => followNotice(command, go)),
    ]
    return () => {
      for (const stop of stops) stop()
      notices.stop()
    }
  }, [])
}
