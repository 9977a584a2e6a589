// A list of things to tick, with one place in the order of the Tab key: arrow keys go through it, Space ticks.
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { CheckMark } from '../../../components/ui/checkbox.tsx'
import { cx } from '../../../lib/cx.ts'

export type PickItem = {
  id: string
  name: string
  mark?: ReactNode
  /** At the right end. */
  detail?: ReactNode
}

type Props = {
  label: string
  /** Where the form looks for it, such as `platform_ids`. */
  control: string
  items: readonly PickItem[]
  chosen: readonly string[]
  onToggle: (id: string) => void
  /** In place of the list, where there is nothing to tick. */
  empty: ReactNode
  error?: string | undefined
  className?: string
}

const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: at => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

export function PickList({ label, control, items, chosen, onToggle, empty, error, className }: Props) {
  const box = useRef<HTMLFieldSetElement>(null)
  const [active, setActive] = useState<string | null>(null)
  const at = Math.max(
    0,
    items.findIndex(({ id }) => id === active),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (!move) return
    event.preventDefault()
    const next = move(at, items.length - 1)
    setActive(items[next]?.id ?? null)
    box.current?.querySelectorAll<HTMLInputElement>('input')[next]?.focus()
  }
  if (items.length === 0)
    return (
      <div
        className={cx(
          'flex min-h-24 flex-col items-center justify-center gap-2 rounded-md border border-line px-4 py-5 text-center text-ink-2',
          className,
        )}
      >
        {empty}
      </div>
    )
  return (
    <fieldset
      ref={box}
      aria-label={label}
      onKeyDown={onKeyDown}
      className={cx(
        'min-w-0 overflow-y-auto rounded-md border p-1',
        error ? 'border-red' : 'border-line-strong',
        className,
      )}
    >
      {items.map(({ id, name, mark, detail }, index) => {
        const ticked = chosen.includes(id)
        return (
          <label
            key={id}
            className={cx(
              'relative flex h-8 items-center gap-2 rounded-sm px-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus',
              ticked && 'bg-accent-tint hover:bg-accent-tint-2',
            )}
          >
            <input
              type="checkbox"
              {...(index === at && { 'data-control': control })}
              tabIndex={index === at ? 0 : -1}
              checked={ticked}
              onChange={() => onToggle(id)}
              onFocus={() => setActive(id)}
              className="absolute inset-0 opacity-0"
            />
            <CheckMark state={ticked} />
            {mark}
            <span className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </span>
            {detail !== undefined && (
              <span className="flex shrink-0 items-center gap-2 text-sm text-ink-2">{detail}</span>
            )}
          </label>
        )
      })}
    </fieldset>
  )
}

/** What is wrong with a choice, below it. */
export function Fault({ children }: { children: string | undefined }) {
  return children ? (
    <p role="alert" className="text-sm text-red">
      {children}
    </p>
  ) : null
}
