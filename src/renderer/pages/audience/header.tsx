// The head of the page: name, status, size and how it came about, and everything that can be done.
import {
  Archive,
  ArchiveRestore,
  ChevronDown,
  ChevronLeft,
  CircleCheck,
  CircleDashed,
  Copy,
  CopyPlus,
  Ellipsis,
  FileUp,
  type LucideIcon,
  Pencil,
  Send,
  Trash2,
  Undo2,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import type { Audience, AudienceStatus } from '../../../shared/domain/audience.ts'
import { sumOfSegments } from '../../../shared/domain/audience-rules.ts'
import { askExport, EXPORT_KEYS } from '../../actions/export.ts'
import { type Command, useCommands } from '../../commands/registry.ts'
import { Button, IconButton } from '../../components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/menu.tsx'
import { StatusBadge } from '../../components/ui/status.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { useWho } from '../../components/who.tsx'
import { compactNumber, exactDate, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { rowSource } from '../audiences/export.ts'
import { distributeRoute } from '../distributions/routes.ts'
import { duplicate, moveToTrash, restore, setStatus } from './actions.ts'
import { copyText } from './parts/query-block.tsx'
import { editRoute, listRoute } from './routes.ts'

const MOVES: { status: AudienceStatus; icon: LucideIcon }[] = [
  { status: 'active', icon: CircleCheck },
  { status: 'draft', icon: CircleDashed },
  { status: 'archived', icon: Archive },
]

type Action = Command & { separate?: boolean; danger?: boolean }

/** In the order of the menu. What an audience in the trash can't do is left out. */
function useActions(audience: Audience): Action[] {
  const [, go] = useLocation()
  const group = 'audiences' as const
  const copyId: Action = {
    id: 'audience.copyId',
    title: t.audience.copyId,
    group,
    icon: Copy,
    run: () => void copyText(audience.audience_id),
  }
  if (audience.deleted)
    return [
      {
        id: 'audience.undelete',
        title: t.audience.restore,
        group,
        icon: Undo2,
        run: () => void restore(audience),
      },
      copyId,
    ]
  const archived = audience.status === 'archived'
  return [
    {
      id: 'audience.distribute',
      title: t.run.distribute,
      group,
      icon: Send,
      shortcut: 's',
      run: () => go(distributeRoute({ audiences: [audience.audience_id] })),
    },
    {
      id: 'audience.edit',
      title: t.common.edit,
      group,
      icon: Pencil,
      shortcut: 'e',
      run: () => go(editRoute(audience.audience_id)),
    },
    {
      id: 'audience.duplicate',
      title: t.audience.duplicate,
      group,
      icon: CopyPlus,
      shortcut: 'd',
      run: () => void duplicate(audience, go),
    },
    {
      id: 'audience.archive',
      title: archived ? t.audience.unarchive : t.audience.archive,
      group,
      icon: archived ? ArchiveRestore : Archive,
      shortcut: 'a',
      run: () => void setStatus(audience, archived ? 'draft' : 'archived'),
    },
    {
      id: 'export',
      title: t.exports.action,
      group,
      icon: FileUp,
      shortcut: EXPORT_KEYS,
      run: () => askExport(rowSource({ hidden: [] }, audience)),
    },
    copyId,
    {
      id: 'audience.delete',
      title: t.audience.trash,
      group,
      icon: Trash2,
      shortcut: 'delete',
      separate: true,
      danger: true,
      run: () => void moveToTrash(audience, go),
    },
  ]
}

function Status({ audience }: { audience: Audience }) {
  if (audience.deleted) return <StatusBadge status="deleted" />
  return (
    <Menu
      label={t.audience.changeStatus(t.status[audience.status])}
      trigger={
        <button
          type="button"
          aria-label={t.audience.changeStatus(t.status[audience.status])}
          className="inline-flex h-6 items-center gap-1 rounded-sm pr-1 hover:bg-hover aria-expanded:bg-hover"
        >
          <StatusBadge status={audience.status} />
          <ChevronDown size={14} aria-hidden className="text-ink-3" />
        </button>
      }
    >
      {MOVES.filter(move => move.status !== audience.status).map(({ status, icon: Icon }) => (
        <MenuItem key={status} icon={<Icon size={16} />} onSelect={() => void setStatus(audience, status)}>
          {t.audience.statusMoves[status]}
        </MenuItem>
      ))}
    </Menu>
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

function Size({ audience }: { audience: Audience }) {
  const { total_audience_size: size, size_source, segments } = audience
  const note = t.audience.sourceNote[size_source](sumOfSegments(segments))
  return (
    <div className="flex min-w-0 flex-col pr-4">
      <dt className="text-sm text-ink-3">{t.audience.size}</dt>
      <dd className="flex items-baseline gap-2 whitespace-nowrap">
        <Tooltip label={t.audience.exactly(size)}>
          {/* Focusable, so that the exact value is there without a mouse. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
          <span tabIndex={0} className="rounded-sm text-title font-semibold" data-selectable>
            {compactNumber(size)}
          </span>
        </Tooltip>
        <span className="text-ink-3" title={note ?? undefined}>
          {t.audience.source[size_source]}
        </span>
      </dd>
    </div>
  )
}

export function Header({ audience }: { audience: Audience }) {
  const actions = useActions(audience)
  useCommands(actions)
  const edit = actions.find(({ id }) => id === 'audience.edit')
  const distribute = actions.find(({ id }) => id === 'audience.distribute')
  const who = useWho()
  return (
    <header className="flex flex-col gap-4 px-8 pt-4 pb-3">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <Link
            href={listRoute}
            className="-ml-1 inline-flex items-center gap-0.5 rounded-sm pr-1 text-sm text-ink-3 hover:text-ink"
          >
            <ChevronLeft size={14} aria-hidden />
            {t.audience.audiences}
          </Link>
          <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 data-selectable className="min-w-0 text-title font-semibold text-pretty break-words">
              {audience.name}
            </h1>
            <Status audience={audience} />
          </div>
        </div>
        <div className="flex shrink-0 items-center gap-2 pt-5">
          {distribute && (
            <Tooltip label={distribute.title} shortcut="s">
              <Button variant="primary" icon={<Send size={14} />} onClick={distribute.run}>
                {distribute.title}
              </Button>
            </Tooltip>
          )}
          {edit && (
            <Tooltip label={t.common.edit} shortcut="e">
              <Button icon={<Pencil size={14} />} onClick={edit.run}>
                {t.common.edit}
              </Button>
            </Tooltip>
          )}
          <Menu
            align="end"
            label={t.audience.more}
            className="min-w-56"
            trigger={
              <IconButton label={t.audience.more} tooltip={false}>
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
        </div>
      </div>
      <dl className="flex flex-wrap items-end gap-x-8 gap-y-2">
        <Size audience={audience} />
        <Fact name={t.audience.dataType}>{t.dataType[audience.data_type]}</Fact>
        <Fact name={t.audience.identifier}>
          {audience.identifier_type ? t.identifierType[audience.identifier_type] : t.audience.noIdentifier}
        </Fact>
        <Fact name={t.audience.versionLabel}>{audience.version}</Fact>
        <Fact name={t.audience.updated}>
          <time dateTime={audience.updated_at} title={exactDate(audience.updated_at)}>
            {t.audience.updatedBy(relativeDate(audience.updated_at), who(audience.changed_by))}
          </time>
        </Fact>
      </dl>
    </header>
  )
}
