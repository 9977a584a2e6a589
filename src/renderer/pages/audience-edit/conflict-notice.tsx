// The record changed underneath: who, when, what, and the three ways on.
import { GitCompareArrows } from 'lucide-react'
import { useState } from 'react'
import { diffAudiences } from '../../../shared/domain/diff.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { useWho } from '../../components/who.tsx'
import { relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { restore } from '../audience/actions.ts'
import { DiffView } from '../audience/history/diff-view.tsx'
import type { Editor } from './use-editor.ts'

export function ConflictNotice({ editor }: { editor: Editor }) {
  const { theirs, base, keepMine, takeTheirs } = editor
  const [open, setOpen] = useState(false)
  const whoIs = useWho()
  if (!theirs || !base) return null
  const when = relativeDate(theirs.updated_at)
  const { deleted, version } = theirs
  const who = whoIs(theirs.changed_by)
  return (
    <section
      aria-label={t.edit.theirChanges}
      className="sticky top-18 z-10 rounded-md border border-amber/40 bg-amber-tint"
    >
      <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 pr-2.5 pl-3">
        <GitCompareArrows size={16} aria-hidden className="shrink-0 text-amber" />
        <p className="min-w-64 flex-1">
          <span className="font-medium">
            {deleted ? t.edit.trashed(who, when) : t.edit.conflict(who, version, when)}.
          </span>{' '}
          <span className="text-ink-2">{deleted ? t.edit.trashedHint : t.edit.conflictHint}</span>
        </p>
        {deleted ? (
          <Button onClick={() => void restore(theirs)}>{t.edit.restore}</Button>
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t.edit.hideChanges : t.edit.seeChanges}
            </Button>
            <Button onClick={takeTheirs}>{t.edit.takeTheirs}</Button>
            <Tooltip label={t.edit.keepMineHint}>
              <Button onClick={keepMine}>{t.edit.keepMine}</Button>
            </Tooltip>
          </div>
        )}
      </div>
      {open && !deleted && (
        <div className="max-h-[50vh] overflow-y-auto rounded-b-md border-t border-line bg-surface px-4 py-4">
          <DiffView before={base} after={theirs} diff={diffAudiences(base, theirs)} />
        </div>
      )}
    </section>
  )
}
