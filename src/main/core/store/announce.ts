// Who listens to what an open workspace has to say: which records changed, and how the workspace itself is.
import type { WorkspaceInfo } from '../../../shared/contract/workspace.ts'
import type { Changed } from './face.ts'

/** A burst of changes to the workspace's state is told once. */
const INFO_AFTER_MS = 250

function listeners<T>() {
  const all = new Set<(value: T) => void>()
  return {
    tell(value: T) {
      for (const listener of all) listener(value)
    },
    add(listener: (value: T) => void) {
      all.add(listener)
      return () => all.delete(listener)
    },
  }
}

export function createAnnouncer(info: () => WorkspaceInfo) {
  const [changes, infos] = [listeners<Changed[]>(), listeners<WorkspaceInfo>()]
  let soon = false
  let closed = false
  const announcer = {
    infoChanged() {
      if (soon) return
      soon = true
      setTimeout(() => {
        soon = false
        if (!closed) infos.tell(info())
      }, INFO_AFTER_MS).unref()
    },
    reloaded: changes.tell,
    changed(changed: Changed[]) {
      changes.tell(changed)
      announcer.infoChanged()
    },
    onChange: changes.add,
    onInfo: infos.add,
    close() {
      closed = true
    },
  }
  return announcer
}
