// What can be done with one distribution, opened at its row's button, at the pointer, or by the keyboard.
import {
  Ban,
  ClipboardList,
  CopyPlus,
  type LucideIcon,
  PanelRight,
  Pencil,
  Play,
  Plug,
  RotateCw,
  SquareArrowOutUpRight,
  Stamp,
  ThumbsDown,
  ThumbsUp,
  Users,
} from 'lucide-react'
import { useLocation } from 'wouter'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { actionsOf, type RunAction } from '../../components/distribution/state.ts'
import { ExportItems } from '../../components/export/menu.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/menu.tsx'
import { ReadOnlyReason, WriteItem } from '../../components/ui/write-item.tsx'
import { t } from '../../messages/index.ts'
import { act, SHORTCUTS } from './act.ts'
import { rowSource } from './export.ts'
import { distributeRoute, distributionRoute } from './routes.ts'
import { changeView } from './view-store.ts'

const words = t.distributions.actions

export const ACTION_ICONS: Record<RunAction, LucideIcon> = {
  runNow: Play,
  change: Pencil,
  retry: RotateCw,
  approve: ThumbsUp,
  reject: ThumbsDown,
  request: Stamp,
  results: ClipboardList,
  cancel: Ban,
}

export const actionLabel = (action: RunAction, run: Pick<DistributionSummary, 'status'>) =>
  action === 'cancel' && run.status === 'processing' ? words.stop : words[action]

export type MenuPlace = { run: DistributionSummary; x: number; y: number }
type Props = { place: MenuPlace | null; onClose: () => void; onClosed: () => void }

export function RowMenu({ place, onClose, onClosed }: Props) {
  const [, go] = useLocation()
  if (!place) return null
  const { x, y, run } = place
  const actions = actionsOf(run)
  return (
    <Menu
      open
      onOpenChange={open => !open && onClose()}
      onClosed={onClosed}
      label={t.distributionList.rowMenu(run.audience_name, run.platform_name)}
      className="w-60"
      trigger={<span aria-hidden className="pointer-events-none fixed size-0" style={{ left: x, top: y }} />}
    >
      <MenuItem
        icon={<SquareArrowOutUpRight size={16} />}
        shortcut="enter"
        onSelect={() => go(distributionRoute(run.distribution_id))}
      >
        {words.open}
      </MenuItem>
      <MenuItem
        icon={<PanelRight size={16} />}
        shortcut="space"
        onSelect={() => changeView({ inspector: true })}
      >
        {t.distributionList.preview}
      </MenuItem>
      <MenuSeparator />
      <ReadOnlyReason />
      {actions.map(action => {
        const Icon = ACTION_ICONS[action]
        return (
          <WriteItem
            key={action}
            icon={<Icon size={16} />}
            shortcut={SHORTCUTS[action]}
            danger={action === 'cancel'}
            onSelect={() => void act(action, run, go)}
          >
            {actionLabel(action, run)}
          </WriteItem>
        )
      })}
      {actions.length > 0 && <MenuSeparator />}
      <WriteItem
        icon={<CopyPlus size={16} />}
        onSelect={() => go(distributeRoute({ audiences: [run.audience_id], platforms: [run.platform_id] }))}
      >
        {words.again}
      </WriteItem>
      <MenuItem icon={<Users size={16} />} onSelect={() => go(`/audiences/${run.audience_id}`)}>
        {words.openAudience}
      </MenuItem>
      <MenuItem icon={<Plug size={16} />} onSelect={() => go(`/platforms/${run.platform_id}`)}>
        {words.openPlatform}
      </MenuItem>
      <ExportItems source={rowSource(run)} />
    </Menu>
  )
}
