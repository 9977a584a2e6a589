// What can be done with one platform, opened at its row's button, at the pointer, or by the keyboard.
import {
  CirclePause,
  CirclePlay,
  CopyPlus,
  PanelRight,
  Pencil,
  PlugZap,
  SquareArrowOutUpRight,
  Trash2,
  Undo2,
} from 'lucide-react'
import { useLocation } from 'wouter'
import {
  changeStatus,
  copyPlatform,
  restorePlatform,
  testConnection,
  trashPlatform,
} from '../../actions/platforms.ts'
import { ExportItems } from '../../components/export/menu.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/menu.tsx'
import { ReadOnlyReason, WriteItem } from '../../components/ui/write-item.tsx'
import { t } from '../../messages/index.ts'
import { editPlatformRoute, platformRoute } from '../platform/routes.ts'
import { rowSource } from './export.ts'
import type { Row } from './rows.ts'
import { changeView } from './view-store.ts'

const words = t.platforms.actions

export type MenuPlace = { row: Row; x: number; y: number }
type Props = { place: MenuPlace | null; onClose: () => void; onClosed: () => void }

export function RowMenu({ place, onClose, onClosed }: Props) {
  const [, go] = useLocation()
  if (!place) return null
  const { x, y } = place
  const { platform } = place.row
  const id = platform.platform_id
  const active = platform.status === 'active'
  return (
    <Menu
      open
      onOpenChange={open => !open && onClose()}
      onClosed={onClosed}
      label={t.platformList.rowMenu(platform.name)}
      className="w-56"
      trigger={<span aria-hidden className="pointer-events-none fixed size-0" style={{ left: x, top: y }} />}
    >
      <MenuItem
        icon={<SquareArrowOutUpRight size={16} />}
        shortcut="enter"
        onSelect={() => go(platformRoute(id))}
      >
        {words.open}
      </MenuItem>
      <MenuItem
        icon={<PanelRight size={16} />}
        shortcut="space"
        onSelect={() => changeView({ inspector: true })}
      >
        {t.platformList.preview}
      </MenuItem>
      <MenuSeparator />
      <ReadOnlyReason />
      {platform.deleted ? (
        <WriteItem icon={<Undo2 size={16} />} onSelect={() => void restorePlatform(platform)}>
          {words.restore}
        </WriteItem>
      ) : (
        <>
          <WriteItem icon={<PlugZap size={16} />} shortcut="t" onSelect={() => void testConnection(id)}>
            {words.test}
          </WriteItem>
          <WriteItem icon={<Pencil size={16} />} shortcut="e" onSelect={() => go(editPlatformRoute(id))}>
            {words.edit}
          </WriteItem>
          <WriteItem icon={<CopyPlus size={16} />} shortcut="d" onSelect={() => void copyPlatform(platform)}>
            {words.duplicate}
          </WriteItem>
          <WriteItem
            icon={active ? <CirclePause size={16} /> : <CirclePlay size={16} />}
            shortcut="a"
            onSelect={() => void changeStatus(platform, active ? 'inactive' : 'active')}
          >
            {active ? words.deactivate : words.activate}
          </WriteItem>
          <ExportItems source={rowSource(place.row)} />
          <MenuSeparator />
          <WriteItem
            icon={<Trash2 size={16} />}
            shortcut="delete"
            danger
            onSelect={() => void trashPlatform(platform)}
          >
            {words.trash}
          </WriteItem>
        </>
      )}
    </Menu>
  )
}
