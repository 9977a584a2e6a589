// One notice for each run that came to rest: completed, failed, or waiting for its results.
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { type DistributionNotice, gatherNotices } from '../../../shared/distribution-notices.ts'
import { subscribe } from '../../api/client.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
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
          go('/distributions')
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
    action: { label: words.open, run: () => go(`/distributions/${distribution_id}`) },
  })
}

/** Once in the frame. */
export function useDistributionNotices(): void {
  const [, go] = useLocation()
  // The router's way to go is another function with every page; where it leads is the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const notices = gatherNotices(notice => raise(notice, go))
    const stop = subscribe('distribution.moved', notices.note)
    return () => {
      stop()
      notices.stop()
    }
  }, [])
}
