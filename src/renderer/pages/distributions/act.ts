// What a key, a menu item or a button of the page does with a distribution, where its state allows it.
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { retryRun, runNow } from '../../actions/distributions.ts'
import { askForApproval, askToApprove, askToCancel, askToReject } from '../../components/distribution/ask.ts'
import { actionsOf, type RunAction } from '../../components/distribution/state.ts'
import { changeRunRoute, distributionRoute } from './routes.ts'
import { repeats } from './said.ts'

/** False, and nothing done, where the state doesn't allow it. */
export function act(action: RunAction, run: DistributionSummary, go: (route: string) => void): boolean {
  if (!actionsOf(run).includes(action)) return false
  switch (action) {
    case 'runNow':
      void runNow(run)
      break
    case 'change':
      go(changeRunRoute(run.distribution_id))
      break
    case 'retry':
      void retryRun(run)
      break
    case 'approve':
      askToApprove(run)
      break
    case 'reject':
      askToReject(run)
      break
    case 'request':
      askForApproval(run)
      break
    case 'results':
      go(distributionRoute(run.distribution_id))
      break
    case 'cancel':
      askToCancel(run, repeats(run))
      break
  }
  return true
}

export const SHORTCUTS: Partial<Record<RunAction, string>> = {
  runNow: 'n',
  change: 'e',
  retry: 'r',
  approve: 'a',
  reject: 'j',
  cancel: 'delete',
}
