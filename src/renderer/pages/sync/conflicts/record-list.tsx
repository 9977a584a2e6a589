// The records to decide on. Arrows move, 1 and 2 choose a side for the whole record, Enter applies.
import { type KeyboardEvent, type MouseEvent, useEffect } from 'react'
import type { Side, SyncConflict } from '../../../../shared/contract/bigquery.ts'
import { Kbd } from '../../../components/ui/kbd.tsx'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { keyOf } from '../model/choices.ts'

const words = t.bigqueryConflicts
export const LIST_ID = 'conflicts'
const idOf = (index: number) => `conflict-${index}`
const SIDE_OF_KEY: Readonly<Record<string, Side>> = { 1: 'mine', 2: 'theirs' }

function lineOf({ entity, deleted, fields, runs }: SyncConflict) {
  if (deleted === 'mine') return words.deletedHere
  if (deleted === 'theirs' && runs.count > 0) return words.deletedWithRuns(runs.count)
  if (deleted === 'theirs') return words.deletedThere
  return `${words.kind[entity]} · ${words.fieldCount(fields.length)}`
}

const HINTS = [
  { keys: ['up', 'down'], what: words.keys.move },
  { keys: ['1', '2'], what: words.keys.choose },
  { keys: ['enter'], what: words.keys.apply },
]

type Props = {
  items: readonly SyncConflict[]
  at: number
  onMove: (index: number) => void
  onChooseAll: (side: Side) => void
  onApply: () => void
}

export function RecordList({ items, at, onMove, onChooseAll, onApply }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    const side = SIDE_OF_KEY[event.key]
    if (to !== undefined) onMove(Math.min(items.length - 1, Math.max(0, to)))
    else if (side) onChooseAll(side)
    else if (event.key === 'Enter') onApply()
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const option = event.target instanceof Element && event.target.closest('[role="option"]')
    const index = option ? items.findIndex((_, each) => option.id === idOf(each)) : -1
    if (index >= 0) onMove(index)
  }
  useEffect(() => {
    document.getElementById(idOf(at))?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <div className="flex w-72 shrink-0 flex-col border-r border-line max-[1120px]:w-60">
      <div
        id={LIST_ID}
        role="listbox"
        tabIndex={0}
        aria-label={words.records}
        aria-activedescendant={items[at] && idOf(at)}
        onKeyDown={onKeyDown}
        onClick={onClick}
        className="group min-h-0 flex-1 overflow-y-auto p-2 outline-none"
      >
        {items.map((item, index) => (
          <div
            key={keyOf(item)}
            id={idOf(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={cx(
              'flex flex-col rounded-md px-2 py-1.5 [contain-intrinsic-size:auto_48px] [content-visibility:auto]',
              index === at ? 'bg-accent-tint outline-focus group-focus-visible:outline-2' : 'hover:bg-hover',
            )}
          >
            <span className="truncate font-medium">{item.name || words.unnamed}</span>
            <span className={cx('truncate text-sm', index === at ? 'text-ink-2' : 'text-ink-3')}>
              {lineOf(item)}
            </span>
          </div>
        ))}
      </div>
      <ul className="flex flex-col gap-1 border-t border-line px-4 py-2 text-sm text-ink-3">
        {HINTS.map(({ keys, what }) => (
          <li key={what} className="flex items-center gap-2">
            <span className="flex w-12 gap-1">
              {keys.map(key => (
                <Kbd key={key} shortcut={key} />
              ))}
            </span>
            {what}
          </li>
        ))}
      </ul>
    </div>
  )
}
