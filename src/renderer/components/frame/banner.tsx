// A strip across the page while the workspace isn't simply open: what is wrong, why, and what to do.
import { TriangleAlert } from 'lucide-react'
import { useLocation } from 'wouter'
import { chooseWorkspace } from '../../actions/workspace.ts'
import { useShell, useWorkspace } from '../../api/hooks.ts'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Button } from '../ui/button.tsx'

export function WorkspaceBanner() {
  const [here, go] = useLocation()
  const info = useWorkspace().data
  const canChoose = useShell().data?.can_choose_workspace ?? false
  if (!info || (info.state === 'open' && info.damage.length === 0)) return null
  const down = info.state === 'unavailable'
  const title = down
    ? t.workspace.unavailable
    : info.state === 'read_only'
      ? t.workspace.readOnly
      : t.workspace.damage(info.damage.length)
  const why = info.reason ?? info.damage[0] ?? null
  return (
    <div
      role="status"
      className={cx(
        'flex shrink-0 items-center gap-3 border-b border-line px-4 py-2',
        down ? 'bg-red-tint' : 'bg-amber-tint',
      )}
    >
      <TriangleAlert size={16} aria-hidden className={cx('shrink-0', down ? 'text-red' : 'text-amber')} />
      <p className="min-w-0 flex-1 text-ink" data-selectable>
        <strong className="font-semibold">{title}.</strong> {why?.message} {why?.hint}
      </p>
      {info.damage.length > 0 && here !== '/settings' && (
        <Button size="sm" onClick={() => go('/settings')}>
          {t.workspace.showDamage}
        </Button>
      )}
      {info.state !== 'open' && canChoose && (
        <Button size="sm" onClick={() => void chooseWorkspace()}>
          {t.workspace.change}
        </Button>
      )}
    </div>
  )
}
