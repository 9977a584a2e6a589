// Everything that can be done to a platform from its page, in the order of the menu, with the audience page's keys.
import { CircleCheck, CirclePause, Copy, CopyPlus, Pencil, PlugZap, Trash2, Undo2 } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Platform } from '../../../shared/domain/platform.ts'
import {
  changeStatus,
  copyPlatform,
  restorePlatform,
  testConnection,
  trashPlatform,
} from '../../actions/platforms.ts'
import type { Command } from '../../commands/registry.ts'
import { t } from '../../messages/index.ts'
import { copyText } from '../audience/parts/query-block.tsx'
import { editAt, platformRoute, platformsRoute } from './routes.ts'

const words = t.platforms.actions

export type Action = Command & { separate?: boolean; danger?: boolean }

/** What a platform in the trash can't do is left out. */
export function useActions(platform: Platform): Action[] {
  const [, go] = useLocation()
  const { platform_id: id } = platform
  const group = 'platforms' as const
  const copyId: Action = {
    id: 'platform.copyId',
    title: words.copyId,
    group,
    icon: Copy,
    run: () => void copyText(id),
  }
  if (platform.deleted)
    return [
      {
        id: 'platform.undelete',
        title: words.restore,
        group,
        icon: Undo2,
        run: () => void restorePlatform(platform),
      },
      copyId,
    ]
  const active = platform.status === 'active'
  return [
    {
      id: 'platform.edit',
      title: words.edit,
      group,
      icon: Pencil,
      shortcut: 'e',
      run: () => editAt(id, null, go),
    },
    {
      id: 'platform.test',
      title: words.test,
      group,
      icon: PlugZap,
      shortcut: 't',
      run: () => void testConnection(id),
    },
    {
      id: 'platform.duplicate',
      title: words.duplicate,
      group,
      icon: CopyPlus,
      shortcut: 'd',
      run: () =>
        void copyPlatform(platform, () => go(platformRoute(id))).then(copy => {
          if (copy) go(platformRoute(copy.platform_id))
        }),
    },
    {
      id: 'platform.status',
      title: active ? words.deactivate : words.activate,
      group,
      icon: active ? CirclePause : CircleCheck,
      shortcut: 'a',
      run: () => void changeStatus(platform, active ? 'inactive' : 'active'),
    },
    copyId,
    {
      id: 'platform.delete',
      title: words.trash,
      group,
      icon: Trash2,
      shortcut: 'delete',
      separate: true,
      danger: true,
      run: () =>
        void trashPlatform(platform, () => go(platformRoute(id))).then(gone => {
          if (gone) go(platformsRoute)
        }),
    },
  ]
}
