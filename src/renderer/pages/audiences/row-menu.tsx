// What can be done with one audience, opened at its row's button, at the pointer, or by the keyboard.
import {
  Archive,
  ArchiveRestore,
  CircleCheck,
  CircleDashed,
  Copy,
  PanelRight,
  Pencil,
  Send,
  SquareArrowOutUpRight,
  Trash2,
  Undo2,
} from 'lucide-react'
import { useLocation } from 'wouter'
import type { AudienceSummary } from '../../../shared/domain/audience.ts'
import { ExportItems } from '../../components/export/menu.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/menu.tsx'
import { ReadOnlyReason, WriteItem } from '../../components/ui/write-item.tsx'
import { t } from '../../messages/index.ts'
import { distributeRoute } from '../distributions/routes.ts'
import { change, duplicate } from './changes.ts'
import { rowSource } from './export.ts'
import type { View } from './view.ts'
import { changeView } from './view-store.ts'

export type MenuPlace = { item: AudienceSummary; x: number; y: number }
type Props = {
  view: Pick<View, 'hidden'>
  place: MenuPlace | null
  onClose: () => void
  onClosed: () => void
}

export function RowMenu({ view, place, onClose, onClosed }: Props) {
  const [, go] = useLocation()
  if (!place) return null
  const { item, x, y } = place
  const id = item.audience_id
  const act = (action: Parameters<typeof change>[1]['do']) => void change([id], { do: action }, item.name)
  return (
    <Menu
      open
      onOpenChange={open => !open && onClose()}
      onClosed={onClosed}
      label={t.list.rowMenu(item.name)}
      className="w-56"
      trigger={<span aria-hidden className="pointer-events-none fixed size-0" style={{ left: x, top: y }} />}
    >
      <MenuItem
        icon={<SquareArrowOutUpRight size={16} />}
        shortcut="enter"
        onSelect={() => go(`/audiences/${id}`)}
      >
        {t.row.open}
      </MenuItem>
      <MenuItem
        icon={<PanelRight size={16} />}
        shortcut="space"
        onSelect={() => changeView({ inspector: true })}
      >
        {t.row.preview}
      </MenuItem>
      {item.deleted ? (
        <>
          <MenuSeparator />
          <ReadOnlyReason />
          <WriteItem icon={<Undo2 size={16} />} onSelect={() => act('undelete')}>
            {t.row.undelete}
          </WriteItem>
          <ExportItems source={rowSource(view, item)} />
        </>
      ) : (
        <>
          <ReadOnlyReason />
          <WriteItem icon={<Pencil size={16} />} shortcut="e" onSelect={() => go(`/audiences/${id}/edit`)}>
            {t.row.edit}
          </WriteItem>
          {item.status !== 'archived' && (
            <WriteItem icon={<Send size={16} />} onSelect={() => go(distributeRoute({ audiences: [id] }))}>
              {t.run.distribute}
            </WriteItem>
          )}
          <WriteItem icon={<Copy size={16} />} onSelect={() => void duplicate(id)}>
            {t.row.duplicate}
          </WriteItem>
          <MenuSeparator />
          {item.status !== 'active' && (
            <WriteItem icon={<CircleCheck size={16} />} onSelect={() => act('activate')}>
              {t.row.activate}
            </WriteItem>
          )}
          {item.status === 'active' && (
            <WriteItem icon={<CircleDashed size={16} />} onSelect={() => act('to_draft')}>
              {t.row.to_draft}
            </WriteItem>
          )}
          {item.status === 'archived' ? (
            <WriteItem icon={<ArchiveRestore size={16} />} onSelect={() => act('to_draft')}>
              {t.row.unarchive}
            </WriteItem>
          ) : (
            <WriteItem icon={<Archive size={16} />} onSelect={() => act('archive')}>
              {t.row.archive}
            </WriteItem>
          )}
          <ExportItems source={rowSource(view, item)} />
          <MenuSeparator />
          <WriteItem icon={<Trash2 size={16} />} shortcut="delete" danger onSelect={() => act('delete')}>
            {t.row.delete}
          </WriteItem>
        </>
      )}
    </Menu>
  )
}
