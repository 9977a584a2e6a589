// A strip across the page while the program or its workspace isn't simply there: what is wrong, why, and what to do.
import { TriangleAlert } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Live, WorkspaceInfo } from '../../../shared/contract/workspace.ts'
import { type AppError, inSentences } from '../../../shared/errors.ts'
import { pull } from '../../actions/bigquery.ts'
import { chooseWorkspace, showDamage } from '../../actions/workspace.ts'
import { type Connection, connection } from '../../api/connection.ts'
import { useShell, useWorkspace } from '../../api/hooks.ts'
import { cx } from '../../lib/cx.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { ageOf } from '../sync/live.ts'
import { isNoNetwork } from '../sync/standing.ts'
import { Button } from '../ui/button.tsx'

type Notice = { severe: boolean; title: string; why: { message: string; hint?: string | undefined } | null }

/** The gravest thing there is to say; null when all is well. */
function noticeOf(link: Connection, info: WorkspaceInfo | undefined): Notice | null {
  const words = t.workspace
  if (link === 'lost') return { severe: true, title: words.lost, why: { message: words.lostHint } }
  if (link === 'refused') return { severe: true, title: words.refused, why: { message: words.refusedHint } }
  if (!info || (info.state === 'open' && info.damage.length === 0)) return null
  const why = info.reason ?? info.damage[0] ?? null
  if (info.state === 'unavailable') return { severe: true, title: words.unavailable, why }
  if (info.live?.problem) return liveNotice(info.live, info.live.problem)
  if (info.state === 'read_only') return { severe: false, title: words.readOnly, why }
  return { severe: false, title: words.damage(info.damage.length), why }
}

/** What is shown is as old as its last read. */
function liveNotice({ read_at }: Live, problem: AppError): Notice {
  const title = isNoNetwork(problem) ? t.live.offlineTitle : t.live.problemTitle
  const age = ageOf(read_at, Date.now())
  const seen = age === null ? t.live.nothingSeen : t.live.seen(age)
  return { severe: false, title, why: { message: inSentences(problem), hint: seen } }
}

export function WorkspaceBanner() {
  const [here, go] = useLocation()
  const link = useStore(connection)
  const info = useWorkspace().data
  const canChoose = useShell().data?.can_choose_workspace ?? false
  const notice = noticeOf(link, info)
  if (!notice) return null
  const { severe, title, why } = notice
  return (
    <div
      role="status"
      className={cx(
        'flex shrink-0 items-center gap-3 border-b border-line px-4 py-2',
        severe ? 'bg-red-tint' : 'bg-amber-tint',
      )}
    >
      <TriangleAlert size={16} aria-hidden className={cx('shrink-0', severe ? 'text-red' : 'text-amber')} />
      <p className="min-w-0 flex-1 text-ink" data-selectable>
        <strong className="font-semibold">{title}.</strong> {why && inSentences(why)}
      </p>
      {link === 'up' && info && info.damage.length > 0 && here !== '/settings' && (
        <Button size="sm" onClick={() => showDamage(go)}>
          {t.workspace.showDamage}
        </Button>
      )}
      {link === 'up' && info?.live?.problem && (
        <Button size="sm" disabled={info.live.reading} onClick={() => void pull()}>
          {t.live.readAgain}
        </Button>
      )}
      {link === 'up' && info?.state !== 'open' && !info?.live && canChoose && (
        <Button size="sm" onClick={() => void chooseWorkspace()}>
          {t.workspace.change}
        </Button>
      )}
    </div>
  )
}
