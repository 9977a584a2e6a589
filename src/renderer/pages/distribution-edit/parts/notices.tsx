// What happened to the run while the form was open, and the ways on.
import { CircleAlert, GitCompareArrows, GitMerge } from 'lucide-react'
import { Button } from '../../../components/ui/button.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { useWho } from '../../../components/who.tsx'
import { relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import type { Part } from '../model/form.ts'
import type { Change } from '../use-change.ts'

const words = t.runEdit
const BOX = 'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md py-2.5 pr-2.5 pl-3'

const listed = (parts: readonly Part[]) => parts.map(part => words.parts[part]).join(', ')

/** It started, or was cancelled: nothing of it can be changed. */
export function EndedNotice({ editor: { ended, openRun } }: { editor: Change }) {
  if (!ended) return null
  return (
    <div role="alert" className={`${BOX} border border-amber/40 bg-amber-tint`}>
      <CircleAlert size={16} aria-hidden className="shrink-0 text-amber" />
      <p className="min-w-64 flex-1">
        <span className="font-medium">{ended.deleted ? words.trashed : words.started}.</span>{' '}
        <span className="text-ink-2">{words.startedHint(t.run.states[ended.status])}</span>
      </p>
      <Button onClick={openRun}>{words.open}</Button>
    </div>
  )
}

export function ConflictNotice({ editor }: { editor: Change }) {
  const { theirs, apart, keepMine, takeTheirs } = editor
  const who = useWho()
  if (!theirs) return null
  return (
    <section
      aria-label={words.theirChanges}
      data-control="conflict"
      tabIndex={-1}
      className="rounded-md border border-amber/40 bg-amber-tint"
    >
      <div role="alert" className={BOX}>
        <GitCompareArrows size={16} aria-hidden className="shrink-0 text-amber" />
        <p className="min-w-64 flex-1">
          <span className="font-medium">
            {words.conflict(who(theirs.changed_by), relativeDate(theirs.updated_at))}.
          </span>{' '}
          {apart.length > 0 && <span className="text-ink-2">{words.conflictHint(listed(apart))}</span>}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button onClick={takeTheirs}>{words.takeTheirs}</Button>
          <Tooltip label={words.keepMineHint}>
            <Button onClick={keepMine}>{words.keepMine}</Button>
          </Tooltip>
        </div>
      </div>
    </section>
  )
}

export function MergeNotice({ editor: { overruled } }: { editor: Change }) {
  if (overruled.length === 0) return null
  return (
    <div role="status" className={`${BOX} bg-blue-tint`}>
      <GitMerge size={16} aria-hidden className="shrink-0 text-blue" />
      <p className="min-w-0 flex-1">{words.overruled(listed(overruled))}</p>
    </div>
  )
}
