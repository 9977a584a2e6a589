// Everything that can be done to a run from its page, in the order of the menu, with the list's keys.
import {
  Ban,
  Check,
  ClipboardList,
  Copy,
  CopyPlus,
  type LucideIcon,
  Pencil,
  Play,
  Plug,
  RotateCw,
  Stamp,
  Users,
  X,
} from 'lucide-react'
import { useLocation } from 'wouter'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { type Run, retryRun, runNow } from '../../actions/distributions.ts'
import { useWorkspace } from '../../api/hooks.ts'
import type { Command } from '../../commands/registry.ts'
import { askForApproval, askToApprove, askToCancel, askToReject } from '../../components/distribution/ask.ts'
import { actionsOf, factsOf, type RunAction } from '../../components/distribution/state.ts'
import { t } from '../../messages/index.ts'
import { copyText } from '../audience/parts/query-block.tsx'
import { audienceRoute } from '../audience/routes.ts'
import { changeRunRoute, distributeRoute } from '../distributions/routes.ts'
import { platformRoute } from '../platform/routes.ts'

const words = t.distributions.actions

export type Action = Command & {
  primary?: boolean
  separate?: boolean
  danger?: boolean
  /** Why it can't be done now. It is shown all the same. */
  reason?: string
}

const LOOKS: Record<RunAction, { icon: LucideIcon; shortcut?: string }> = {
  runNow: { icon: Play, shortcut: 'n' },
  change: { icon: Pencil, shortcut: 'e' },
  retry: { icon: RotateCw, shortcut: 'r' },
  approve: { icon: Check, shortcut: 'a' },
  reject: { icon: X, shortcut: 'j' },
  request: { icon: Stamp },
  results: { icon: ClipboardList, shortcut: 'e' },
  cancel: { icon: Ban, shortcut: 'delete' },
}

/** What stands out in the head: the step that is next. Running an approved one early, or correcting results, is none. */
const NEXT: ReadonlySet<RunAction> = new Set(['runNow', 'retry', 'approve', 'results'])

export const asRun = (run: Distribution): Run => ({
  distribution_id: run.distribution_id,
  audience_name: run.audience_name,
  platform_name: run.platform_name,
  status: run.status,
  deleted: run.deleted,
})

export const repeatsOf = ({ metadata }: Distribution) =>
  metadata.series_id !== undefined && metadata.schedule !== undefined && metadata.schedule.repeat !== 'none'

function titleOf(action: RunAction, run: Distribution): string {
  if (action === 'results' && run.status === 'completed') return t.run.correctResults
  return action === 'cancel' && run.status === 'processing' ? words.stop : words[action]
}

export function useActions(run: Distribution, onResults: () => void): Action[] {
  const [, go] = useLocation()
  const readOnly = useWorkspace().data?.state === 'read_only'
  const about = asRun(run)
  const does: Record<RunAction, () => void> = {
    runNow: () => void runNow(about),
    change: () => go(changeRunRoute(run.distribution_id)),
    retry: () => void retryRun(about),
    approve: () => askToApprove(about),
    reject: () => askToReject(about),
    request: () => askForApproval(about),
    results: onResults,
    cancel: () => askToCancel(about, repeatsOf(run)),
  }
  const allowed = actionsOf(factsOf(run))
  // Of what can't be saved only the way to the form is shown, with the reason: the rest would be a wall of dead buttons.
  const legal = readOnly ? allowed.filter(action => action === 'change') : allowed
  const [first] = legal
  return [
    ...legal.map(action => ({
      id: `distribution.${action}`,
      title: titleOf(action, run),
      group: 'distributions' as const,
      ...LOOKS[action],
      primary: action === first && NEXT.has(action) && run.status !== 'completed',
      danger: action === 'cancel',
      ...(readOnly && { reason: t.run.readOnly }),
      run: does[action],
    })),
    {
      id: 'distribution.again',
      title: words.again,
      group: 'distributions',
      icon: CopyPlus,
      separate: true,
      run: () => go(distributeRoute({ audiences: [run.audience_id], platforms: [run.platform_id] })),
    },
    {
      id: 'distribution.audience',
      title: words.openAudience,
      group: 'go',
      icon: Users,
      run: () => go(audienceRoute(run.audience_id)),
    },
    {
      id: 'distribution.platform',
      title: words.openPlatform,
      group: 'go',
      icon: Plug,
      run: () => go(platformRoute(run.platform_id)),
    },
    {
      id: 'distribution.copyId',
      title: t.run.copyId,
      group: 'distributions',
      icon: Copy,
      run: () => void copyText(run.distribution_id),
    },
  ]
}
