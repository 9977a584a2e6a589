// Takes the next step that a finding names: in place where it can be, else on the page where it is taken.
import { useLocation } from 'wouter'
import type { Check, Verdict } from '../../../shared/contract/distributions.ts'
import type { DistributionStatus } from '../../../shared/domain/distribution.ts'
import { changeStatus, testConnection } from '../../actions/platforms.ts'
import { usePlatforms } from '../../api/platforms.ts'
import { focusControl } from '../../components/form/controls.ts'
import { t } from '../../messages/index.ts'
import { audienceRoute, editRoute } from '../audience/routes.ts'
import { distributionRoute, distributionsRoute } from '../distributions/routes.ts'
import { showDistributions } from '../distributions/view-store.ts'
import { editPlatformRoute, platformRoute } from '../platform/routes.ts'
import { sectionRoute } from '../settings/sections.ts'
import type { Planner } from './use-planner.ts'

const words = t.plan

/** What is under way: the runs that a check can speak of. */
const OPEN: DistributionStatus[] = ['scheduled', 'processing', 'matching']

export function useNextStep({ form, change }: Planner) {
  const [, go] = useLocation()
  const { data: platforms = [] } = usePlatforms()
  return ({ next, distribution_ids = [] }: Check, { audience_id, platform_id }: Verdict) => {
    const [only] = distribution_ids.length === 1 ? distribution_ids : []
    const label = next === 'open_distribution' && only ? words.openRun : words.nexts[next ?? '']
    if (next === null || label === undefined) return null
    const platform = platforms.find(each => each.platform_id === platform_id)
    const run = () => {
      switch (next) {
        case 'edit_platform':
          return go(editPlatformRoute(platform_id))
        case 'activate_platform':
          return platform ? void changeStatus(platform, 'active') : go(platformRoute(platform_id))
        case 'test_platform':
          return void testConnection(platform_id)
        case 'open_platform':
          return go(platformRoute(platform_id))
        case 'unlock_secrets':
          return go(sectionRoute('credentials'))
        case 'open_audience':
          return go(audienceRoute(audience_id))
        case 'rename_audience':
          return go(editRoute(audience_id))
        case 'choose_segments':
          if (form.audience_ids.length > 1) return focusControl('audience_ids')
          change(now => ({ ...now, segments: 'some' }))
          return focusControl('segment_ids')
        case 'change_schedule':
          return focusControl(form.kind === 'at' ? 'when.at' : 'when.schedule.zone')
        case 'request_approval':
          change(now => ({ ...now, request_approval: true }))
          return focusControl('approval_comment')
        case 'open_distribution':
          if (only) return go(distributionRoute(only))
          showDistributions({
            filters: { audience_ids: [audience_id], platform_ids: [platform_id], status: OPEN },
          })
          return go(distributionsRoute)
      }
    }
    // Asked for already: there is nothing to press.
    return next === 'request_approval' && form.request_approval ? null : { label, run }
  }
}
