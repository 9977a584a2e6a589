// What happened to the record or to its secrets while the form was open, and the ways on.

import { GitCompareArrows, GitMerge, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { inSentences } from '../../../../shared/errors.ts'
import { restorePlatform } from '../../../actions/platforms.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { useWho } from '../../../components/who.tsx'
import { relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Changes } from '../../platform/history/changes-view.tsx'
import { labelOf } from '../controls.ts'
import type { Editor } from '../use-editor.ts'

const words = t.platformEdit
const BOX = 'rounded-md border border-amber/40 bg-amber-tint'

export function ConflictNotice({ editor }: { editor: Editor }) {
  const { theirs, base, keepMine, takeTheirs } = editor
  const [open, setOpen] = useState(false)
  const whoIs = useWho()
  if (!theirs || !base) return null
  const when = relativeDate(theirs.updated_at)
  const who = whoIs(theirs.changed_by)
  const { deleted, version } = theirs
  return (
    <section aria-label={words.theirChanges} className={`sticky top-18 z-10 ${BOX}`}>
      <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 pr-2.5 pl-3">
        <GitCompareArrows size={16} aria-hidden className="shrink-0 text-amber" />
        <p className="min-w-64 flex-1">
          <span className="font-medium">
            {deleted ? words.trashedBy(who, when) : words.conflict(who, version, when)}.
          </span>{' '}
          <span className="text-ink-2">{deleted ? words.trashedHint : words.conflictHint}</span>
        </p>
        {deleted ? (
          <Button onClick={() => void restorePlatform(theirs)}>{words.restore}</Button>
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? words.hideChanges : words.seeChanges}
            </Button>
            <Button onClick={takeTheirs}>{words.takeTheirs}</Button>
            <Tooltip label={words.keepMineHint}>
              <Button onClick={keepMine}>{words.keepMine}</Button>
            </Tooltip>
          </div>
        )}
      </div>
      {open && !deleted && (
        <div className="max-h-[50vh] overflow-y-auto rounded-b-md border-t border-line bg-surface px-4 py-4">
          <Changes before={base} after={theirs} />
        </div>
      )}
    </section>
  )
}

export function MergeNotice({ editor }: { editor: Editor }) {
  const { overruled, definition } = editor
  if (overruled.length === 0) return null
  const fields = overruled.map(name => labelOf(name, definition)).join(', ')
  return (
    <div role="status" className="flex items-center gap-2 rounded-md bg-blue-tint py-1.5 pr-2 pl-3">
      <GitMerge size={16} aria-hidden className="shrink-0 text-blue" />
      <p className="min-w-0 flex-1">{words.mergedOverruled(fields)}</p>
    </div>
  )
}

/** The place for secrets refused: what to do about it, and saving all the rest. */
export function VaultNotice({ editor }: { editor: Editor }) {
  const { vault, save, saving, hasMore } = editor
  if (!vault) return null
  const { error, how } = vault
  return (
    <div role="alert" className={`flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 pr-2.5 pl-3 ${BOX}`}>
      <KeyRound size={16} aria-hidden className="shrink-0 text-amber" />
      <div className="min-w-64 flex-1">
        <p className="font-medium">{words.vaultTitle}</p>
        <p className="text-ink-2" data-selectable>
          {inSentences(error)}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button disabled={saving} onClick={() => save(how)}>
          {t.common.retry}
        </Button>
        {hasMore && (
          <Tooltip label={words.saveWithoutHint}>
            <Button disabled={saving} onClick={() => save({ withoutSecrets: true })}>
              {words.saveWithoutSecrets}
            </Button>
          </Tooltip>
        )}
      </div>
    </div>
  )
}
