// Makes the settings of an old version the newest again, with the way back.
import type { Platform } from '../../../shared/domain/platform.ts'
import { showPlatform } from '../../actions/platforms.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'

/** Secrets stay as they are. `undoable` false is for a restore that is itself an undo. */
export async function restoreVersion(current: Platform, version: number, undoable = true): Promise<void> {
  const { platform_id } = current
  const answer = await client.platforms.restoreVersion({
    platform_id,
    version,
    expected_version: current.version,
  })
  if (!answer.ok) {
    if (answer.error.code === 'conflict')
      await queryClient.invalidateQueries({ queryKey: keys.platform(platform_id) })
    showError(answer.error)
    return
  }
  const now = answer.value
  if (now.version === current.version) {
    showToast({ title: t.platformHistory.restoredNothing(version) })
    return
  }
  showPlatform(now)
  showToast({
    title: t.platformHistory.restored(version),
    detail: t.platformHistory.restoredDetail,
    ...(undoable && {
      action: { label: t.common.undo, run: () => void restoreVersion(now, current.version, false) },
    }),
  })
}
