// One field of a record in three columns: mine, theirs, and what it will be. Either side can be chosen by mouse or by key.
import { RadioGroup } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import type { Side, SyncedEntity } from '../../../../shared/contract/bigquery.ts'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { type Field, fieldLabel } from '../model/values.ts'
import { ResultValue, SideValue } from './value.tsx'

const words = t.bigqueryConflicts
export const GRID =
  'grid grid-cols-[120px_repeat(3,minmax(0,1fr))] gap-x-4 @max-[720px]:grid-cols-[repeat(2,minmax(0,1fr))]'
export const SIDES: readonly Side[] = ['mine', 'theirs']

type CellProps = { side: Side; chosen: boolean; label: string; children: ReactNode }

/** The radio button reaches over the whole cell; only a button in the content lies above it. */
export function Cell({ side, chosen, label, children }: CellProps) {
  const id = useId()
  return (
    <div
      className={cx(
        'relative flex min-w-0 items-start gap-2 rounded-md border px-2 py-1.5 transition-colors',
        chosen ? 'border-accent bg-accent-tint' : 'border-line hover:bg-hover',
      )}
    >
      <RadioGroup.Item
        value={side}
        aria-label={label}
        aria-describedby={id}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface after:absolute after:inset-0 data-[state=checked]:border-accent"
      >
        <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
      </RadioGroup.Item>
      <div id={id} className="min-w-0 flex-1 [&_button]:relative">
        {children}
      </div>
    </div>
  )
}

type Props = {
  entity: SyncedEntity
  field: Field
  choice: Side | undefined
  onChoose: (side: Side) => void
}

export function ConflictField({ entity, field, choice, onChoose }: Props) {
  const name = fieldLabel(entity, field)
  return (
    <RadioGroup.Root
      value={choice ?? null}
      onValueChange={value => {
        const side = SIDES.find(one => one === value)
        if (side) onChoose(side)
      }}
      aria-label={words.choose(name)}
      orientation="horizontal"
      data-path={field.path}
      className={cx(GRID, 'items-start gap-y-2 border-b border-line py-3 last:border-b-0')}
    >
      <h3 className="pt-1.5 font-medium @max-[720px]:col-span-2">{name}</h3>
      {SIDES.map(side => (
        <Cell key={side} side={side} label={words[side]} chosen={choice === side}>
          <SideValue entity={entity} field={field} side={side} />
        </Cell>
      ))}
      <div className="min-w-0 px-2 py-1.5 @max-[720px]:col-span-2" data-selectable>
        <p className="hidden text-sm text-ink-3 @max-[720px]:block">{words.result}</p>
        {choice ? (
          <ResultValue entity={entity} field={field} side={choice} />
        ) : (
          <p className="text-ink-3">{words.undecided}</p>
        )}
      </div>
    </RadioGroup.Root>
  )
}
