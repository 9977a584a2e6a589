// One look at the workspace: saved, read only, damaged or not there, or nobody to ask. Leads to its settings.
import { HardDrive, HardDriveDownload, Lock, TriangleAlert, Unplug } from 'lucide-react'
import { Link } from 'wouter'
import type { WorkspaceInfo } from '../../../shared/contract/workspace.ts'
import { type Connection, connection } from '../../api/connection.ts'
import { useWorkspace } from '../../api/hooks.ts'
import { cx } from '../../lib/cx.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { LiveState } from './live-state.tsx'

function lookOf(link: Connection, info: WorkspaceInfo) {
  const words = t.workspace.state
  if (link !== 'up') return { word: words.disconnected, icon: Unplug, tone: 'text-red' }
  if (info.state === 'unavailable') return { word: words.unavailable, icon: TriangleAlert, tone: 'text-red' }
  if (info.state === 'read_only') return { word: words.read_only, icon: Lock, tone: 'text-amber' }
  if (info.damage.length > 0) return { word: words.damaged, icon: HardDriveDownload, tone: 'text-amber' }
  return { word: words.open, icon: HardDrive, tone: 'text-ink-3' }
}

export function WorkspaceState() {
  const link = useStore(connection)
  const info = useWorkspace().data
  if (!info) return null
  if (link === 'up' && info.live) return <LiveState live={info.live} />
  const { word, icon: Icon, tone } = lookOf(link, info)
  const detail = link === 'up' ? info.reason?.message : t.workspace[link]
  return (
    <Tooltip label={detail ?? `${t.workspace.openDetail} ${info.folder}`}>
      <Link
        href="/settings"
        className="flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-ink-2 transition-colors hover:bg-hover"
      >
        <Icon size={16} aria-hidden className={cx('shrink-0', tone)} />
        <span className="whitespace-nowrap">{word}</span>
      </Link>
    </Tooltip>
  )
}
