// The head of the page: which audience to which platform, how it stands, and what can be done now.
import { ArrowRight, ChevronLeft, Ellipsis } from 'lucide-react'
import { Link } from 'wouter'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { factsOf } from '../../components/distribution/state.ts'
import { StatusMark } from '../../components/distribution/status-mark.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Button, IconButton } from '../../components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/menu.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { t } from '../../messages/index.ts'
import { audienceRoute } from '../audience/routes.ts'
import { distributionsRoute } from '../distributions/routes.ts'
import { platformRoute } from '../platform/routes.ts'
import type { Action } from './use-actions.ts'

const words = t.run
/** More would crowd the head; the menu has them all. */
const BUTTONS = 3
const NAME = 'rounded-xs break-words underline-offset-4 hover:underline'

function MoreMenu({ actions }: { actions: readonly Action[] }) {
  return (
    <Menu
      align="end"
      label={words.more}
      className="min-w-56"
      trigger={
        <IconButton label={words.more} tooltip={false}>
          <Ellipsis size={16} />
        </IconButton>
      }
    >
      {actions.map(({ id, title, icon: Icon, shortcut, separate, danger = false, reason, run }, index) => (
        <div key={id}>
          {separate && index > 0 && <MenuSeparator />}
          <MenuItem
            icon={<Icon size={16} />}
            shortcut={shortcut}
            danger={danger}
            disabled={reason !== undefined}
            onSelect={run}
          >
            {title}
          </MenuItem>
        </div>
      ))}
    </Menu>
  )
}

export function Header({ run, actions }: { run: Distribution; actions: readonly Action[] }) {
  const own = actions.filter(({ group, separate }) => group === 'distributions' && !separate)
  // Correcting results stands beside them.
  const inMenu =
    run.status === 'completed' ? ['distribution.copyId', 'distribution.results'] : ['distribution.copyId']
  const shown = own.filter(({ id }) => !inMenu.includes(id)).slice(0, BUTTONS)
  return (
    <header className="flex items-start gap-4 px-8 pt-4 pb-4 max-[1279px]:flex-wrap">
      <div className="min-w-0 flex-1 basis-96">
        <Link
          href={distributionsRoute}
          className="-ml-1 inline-flex items-center gap-0.5 rounded-sm pr-1 text-sm text-ink-3 hover:text-ink"
        >
          <ChevronLeft size={14} aria-hidden />
          {words.distributions}
        </Link>
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1
            data-selectable
            className="flex min-w-0 flex-wrap items-center gap-x-2 text-title font-semibold text-pretty"
          >
            <Link href={audienceRoute(run.audience_id)} className={NAME}>
              {run.audience_name}
            </Link>
            <ArrowRight size={18} aria-hidden className="shrink-0 text-ink-3" />
            <span className="sr-only">{t.plan.to}</span>
            <span className="inline-flex min-w-0 items-center gap-2">
              <TypeMark type={run.platform_type} size={24} />
              <Link href={platformRoute(run.platform_id)} className={NAME}>
                {run.platform_name}
              </Link>
            </span>
          </h1>
          <StatusMark run={factsOf(run)} />
        </div>
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-2 min-[1280px]:pt-5">
        {shown.map(({ id, title, icon: Icon, shortcut, primary, reason, run: act }) => (
          <Tooltip key={id} label={reason ?? title} shortcut={reason ? undefined : shortcut}>
            {/* Not `disabled`: the reason has to be reachable. */}
            <Button
              variant={primary ? 'primary' : 'secondary'}
              icon={<Icon size={14} />}
              aria-disabled={reason !== undefined || undefined}
              onClick={reason ? undefined : act}
            >
              {title}
            </Button>
          </Tooltip>
        ))}
        <MoreMenu actions={actions} />
      </div>
    </header>
  )
}
