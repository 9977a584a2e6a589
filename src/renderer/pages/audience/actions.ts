// What can be done to one audience: each acts at once, shows the answer, and offers the way back.
import type { Audience, AudienceStatus } from '../../../shared/domain/audience.ts'
import type { Result } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { audienceRoute, listRoute } from './routes.ts'

type Go = (route: string) => void

/** Puts an answer on the screen without waiting for the event that tells of it. */
export function show(audience: Audience): void {
  queryClient.setQueryData(keys.audience(audience.audience_id), audience)
  void queryClient.invalidateQueries({ queryKey: keys.history(audience.audience_id) })
  void queryClient.invalidateQueries({ queryKey: keys.lists })
}

/** Shows the answer; a refusal is told, and a conflict brings the newest version to the screen. */
async function taken(id: string, answer: Promise<Result<Audience>>): Promise<Audience | null> {
  const result = await answer
  if (result.ok) {
    show(result.value)
    return result.value
  }
  if (result.error.code === 'conflict') await queryClient.invalidateQueries({ queryKey: keys.audience(id) })
  showError(result.error)
  return null
}

export async function setStatus(audience: Audience, status: AudienceStatus): Promise<void> {
  const { audience_id, status: before, version } = audience
  const now = await taken(
    audience_id,
    client.audiences.setStatus({ audience_id, status, expected_version: version }),
  )
  if (!now) return
  showToast({
    title: t.audience.done[status],
    action: {
      label: t.common.undo,
      run: () =>
        void taken(
          audience_id,
          client.audiences.setStatus({ audience_id, status: before, expected_version: now.version }),
        ),
    },
  })
}

export async function restore(audience: Audience): Promise<void> {
  const now = await taken(
    audience.audience_id,
    client.audiences.undelete({ audience_id: audience.audience_id }),
  )
  if (now) showToast({ title: t.audience.done.restored(now.name) })
}

export async function moveToTrash(audience: Audience, go: Go): Promise<void> {
  const { audience_id, version, name } = audience
  const now = await taken(audience_id, client.audiences.delete({ audience_id, expected_version: version }))
  if (!now) return
  go(listRoute)
  showToast({
    title: t.audience.done.trashed(name),
    action: {
      label: t.common.undo,
      run: () => {
        void taken(audience_id, client.audiences.undelete({ audience_id })).then(back => {
          if (back) go(audienceRoute(audience_id))
        })
      },
    },
  })
}

export async function duplicate(audience: Audience, go: Go): Promise<void> {
  const copy = await taken(
    audience.audience_id,
    client.audiences.duplicate({ audience_id: audience.audience_id }),
  )
  if (!copy) return
  go(audienceRoute(copy.audience_id))
  showToast({
    title: t.audience.done.duplicated(copy.name),
    action: {
      label: t.common.undo,
      run: () => {
        void taken(
          copy.audience_id,
          client.audiences.delete({ audience_id: copy.audience_id, expected_version: copy.version }),
        ).then(gone => {
          if (gone) go(audienceRoute(audience.audience_id))
        })
      },
    },
  })
}

/** Makes an old version the newest; undo makes the one before the newest again. */
export async function restoreVersion(current: Audience, version: number): Promise<void> {
  const { audience_id } = current
  const now = await taken(
    audience_id,
    client.audiences.restoreVersion({ audience_id, version, expected_version: current.version }),
  )
  if (!now) return
  showToast({
    title: t.history.restored(version),
    detail: t.history.restoreNote,
    action: {
      label: t.common.undo,
      run: () =>
        void taken(
          audience_id,
          client.audiences.restoreVersion({
            audience_id,
            version: current.version,
            expected_version: now.version,
          }),
        ),
    },
  })
}
