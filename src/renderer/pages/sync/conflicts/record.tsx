// One record in conflict: whose versions they are, each field, and the buttons that choose and apply.
import { Check } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Side, SyncConflict } from '../../../../shared/contract/bigquery.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { useWho } from '../../../components/who.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactDate, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { type Choices, undecided, WHOLE } from '../model/choices.ts'
import { inOrder } from '../model/values.ts'
import { Deletion } from './deletion.tsx'
import { ConflictField, GRID } from './field-row.tsx'

const words = t.bigqueryConflicts
const SIDE_OF_KEY: Readonly<Record<string, Side>> = { 1: 'mine', 2: 'theirs' }

type Props = {
  conflict: SyncConflict
  choices: Choices
  saving: boolean
  onChoose: (path: string, side: Side) => void
  onChooseAll: (side: Side) => void
  onApply: () => void
}

function Heads({ conflict }: { conflict: SyncConflict }) {
  const whoIs = useWho()
  const { mine, theirs } = conflict
  return (
    <div className={cx(GRID, 'border-b border-line pb-2 @max-[720px]:gap-y-1')}>
      <span className="sr-only">{words.field}</span>
      <div className="min-w-0 @min-[720px]:col-start-2">
        <p className="font-medium">{words.mine}</p>
        <p className="text-sm text-ink-3" title={exactDate(mine.updated_at)}>
          {words.mineBy(mine.version, relativeDate(mine.updated_at))}
        </p>
      </div>
      <div className="min-w-0">
        <p className="font-medium">{words.theirs}</p>
        <p className="truncate text-sm text-ink-3" title={exactDate(theirs.updated_at)}>
          {words.theirsBy(whoIs(theirs.changed_by), relativeDate(theirs.updated_at))}
        </p>
      </div>
      <p className="px-2 font-medium @max-[720px]:sr-only">{words.result}</p>
    </div>
  )
}

/** 1 and 2 choose for the field that has the focus; Enter applies. */
function useKeys({ onChoose, onApply }: Pick<Props, 'onChoose' | 'onApply'>) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return
    const path = event.target.closest<HTMLElement>('[data-path]')?.dataset.path
    if (path === undefined) return
    const side = SIDE_OF_KEY[event.key]
    if (side) onChoose(path, side)
    else if (event.key === 'Enter') onApply()
    else return
    event.preventDefault()
  }
}

export function Record(props: Props) {
  const { conflict, choices, saving, onChoose, onChooseAll, onApply } = props
  const { deleted, entity, fields, name, theirs } = conflict
  const whoIs = useWho()
  const open = undecided(conflict, choices).length
  const reason = open === 0 ? null : deleted ? words.applyDelete : words.applyHint(open)
  const onKeyDown = useKeys({ onChoose, onApply })
  return (
    <section
      aria-label={name || words.unnamed}
      onKeyDown={onKeyDown}
      className="@container flex min-w-0 flex-1 flex-col overflow-y-auto px-6 pb-12"
    >
      <header className="sticky top-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-2 bg-surface pt-4 pb-3">
        <div className="min-w-40 flex-1">
          <h2 className="truncate text-lg font-semibold" title={name}>
            {name || words.unnamed}
          </h2>
          <p className="text-sm text-ink-3">
            {words.kind[entity]}
            {!deleted && ` · ${words.fieldCount(fields.length)}`}
          </p>
        </div>
        {!deleted && (
          <>
            <Button onClick={() => onChooseAll('mine')}>{words.allMine}</Button>
            <Button onClick={() => onChooseAll('theirs')}>{words.allTheirs}</Button>
          </>
        )}
        <Tooltip label={reason ?? t.bigqueryConflicts.appliedHint} shortcut={reason ? undefined : 'enter'}>
          <Button
            variant="primary"
            icon={<Check size={14} />}
            aria-disabled={reason !== null || saving || undefined}
            onClick={onApply}
          >
            {saving ? words.saving : words.apply}
          </Button>
        </Tooltip>
      </header>
      {deleted ? (
        <Deletion
          conflict={conflict}
          deleted={deleted}
          who={whoIs(theirs.changed_by)}
          choice={choices[WHOLE]}
          onChoose={side => onChoose(WHOLE, side)}
        />
      ) : (
        <>
          <Heads conflict={conflict} />
          {inOrder(fields).map(field => (
            <ConflictField
              key={field.path}
              entity={entity}
              field={field}
              choice={choices[field.path]}
              onChoose={side => onChoose(field.path, side)}
            />
          ))}
        </>
      )}
    </section>
  )
}
