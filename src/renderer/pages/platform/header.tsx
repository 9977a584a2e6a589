// The head of the page: name, type, status and health, and everything that can be done.
import { ChevronDown, ChevronLeft, CircleCheck, CirclePause, Ellipsis, Pencil, PlugZap } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Platform } from '../../../shared/domain/platform.ts'
import { expectedMatchRate } from '../../../shared/domain/platform-rules.ts'
import { changeStatus, useTestOf } from '../../actions/platforms.ts'
import { useCommands } from '../../commands/registry.ts'
import { shownHealth } from '../../components/platform/health.ts'
import { HealthMark, PlatformStatusMark, TestingMark } from '../../components/platform/health-mark.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Button, IconButton } from '../../components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/menu.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { useWho } from '../../components/who.tsx'
import { exactDate, formatPercent, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { standingOf } from './model/test-job.ts'
import { definitionOf } from './model/values.ts'
import { platformsRoute } from './routes.ts'
import { type Action, useActions } from './use-actions.ts'

const words = t.platform

function Status({ platform }: { platform: Platform }) {
  if (platform.deleted) return <PlatformStatusMark platform={platform} />
  const active = platform.status === 'active'
  const label = words.changeStatus(t.platforms.status[platform.status])
  const Icon = active ? CirclePause : CircleCheck
  return (
    <Menu
      label={label}
      trigger={
        <button
          type="button"
          aria-label={label}
          className="inline-flex h-6 items-center gap-1 rounded-sm pr-1 hover:bg-hover aria-expanded:bg-hover"
        >
          <PlatformStatusMark platform={platform} />
          <ChevronDown size={14} aria-hidden className="text-ink-3" />
        </button>
      }
    >
      <MenuItem
        icon={<Icon size={16} />}
        onSelect={() => void changeStatus(platform, active ? 'inactive' : 'active')}
      >
        {active ? t.platforms.actions.deactivate : t.platforms.actions.activate}
      </MenuItem>
    </Menu>
  )
}

/** The inactive mark would say what the status beside it says. */
function Health({ platform }: { platform: Platform }) {
  const job = useTestOf(platform.platform_id)
  if (platform.deleted || platform.status === 'inactive') return null
  if (standingOf(job, platform) === 'running') return <TestingMark />
  const { state, sentence } = shownHealth(platform)
  return (
    <span title={sentence}>
      <HealthMark state={state} />
    </span>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col">
    <dt className="text-sm text-ink-3">{name}</dt>
    <dd data-selectable className="truncate text-md">
      {children}
    </dd>
  </div>
)

const When = ({ iso }: { iso: string | null }) =>
  iso === null ? (
    <span className="text-ink-3">{words.never}</span>
  ) : (
    <time dateTime={iso} title={exactDate(iso)}>
      {relativeDate(iso)}
    </time>
  )

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
      {actions.map(({ id, title, icon: Icon, shortcut, separate, danger = false, run }) => (
        <div key={id}>
          {separate && <MenuSeparator />}
          <MenuItem icon={<Icon size={16} />} shortcut={shortcut} danger={danger} onSelect={run}>
            {title}
          </MenuItem>
        </div>
      ))}
    </Menu>
  )
}

export function Header({ platform }: { platform: Platform }) {
  const actions = useActions(platform)
  useCommands(actions)
  const who = useWho()
  const edit = actions.find(({ id }) => id === 'platform.edit')
  const test = actions.find(({ id }) => id === 'platform.test')
  const job = useTestOf(platform.platform_id)
  const testing = standingOf(job, platform) === 'running'
  const expected = expectedMatchRate(platform)
  return (
    <header className="flex flex-col gap-4 px-8 pt-4 pb-3">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <Link
            href={platformsRoute}
            className="-ml-1 inline-flex items-center gap-0.5 rounded-sm pr-1 text-sm text-ink-3 hover:text-ink"
          >
            <ChevronLeft size={14} aria-hidden />
            {words.platforms}
          </Link>
          <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            <TypeMark type={platform.platform_type} size={24} />
            <h1 data-selectable className="min-w-0 text-title font-semibold text-pretty break-words">
              {platform.name}
            </h1>
            <Status platform={platform} />
            <Health platform={platform} />
          </div>
        </div>
        <div className="flex shrink-0 items-center gap-2 pt-5">
          {test && (
            <Tooltip label={test.title} shortcut="t">
              <Button icon={<PlugZap size={14} />} disabled={testing} onClick={test.run}>
                {test.title}
              </Button>
            </Tooltip>
          )}
          {edit && (
            <Tooltip label={edit.title} shortcut="e">
              <Button icon={<Pencil size={14} />} onClick={edit.run}>
                {edit.title}
              </Button>
            </Tooltip>
          )}
          <MoreMenu actions={actions} />
        </div>
      </div>
      <dl className="flex flex-wrap items-end gap-x-8 gap-y-2">
        <Fact name={words.type}>{definitionOf(platform).name}</Fact>
        <Fact name={words.lastTested}>
          <When iso={platform.connection.tested_at} />
        </Fact>
        <Fact name={words.lastSync}>
          <When iso={platform.last_sync} />
        </Fact>
        <Fact name={words.expected}>
          {expected === null ? (
            <span className="text-ink-3">{words.expectedUnknown}</span>
          ) : (
            formatPercent(expected)
          )}
        </Fact>
        <Fact name={words.updated}>
          <time dateTime={platform.updated_at} title={exactDate(platform.updated_at)}>
            {words.updatedBy(relativeDate(platform.updated_at), who(platform.changed_by))}
          </time>
        </Fact>
      </dl>
    </header>
  )
}
