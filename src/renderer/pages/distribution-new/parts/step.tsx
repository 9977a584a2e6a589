// One of the four steps: its number, its name, what it is for, and whether it is complete.
import { Check } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cx } from '../../../lib/cx.ts'

type Props = {
  /** Null for what can be left as it is. */
  number: number | null
  name: string
  hint?: string
  done?: boolean
  aside?: ReactNode
  children: ReactNode
}

export function Step({ number, name, hint, done = false, aside, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-4 border-t border-line pt-5">
      <header className="flex items-start gap-3">
        <span
          aria-hidden
          className={cx(
            'flex size-6 shrink-0 items-center justify-center rounded-full text-sm font-semibold',
            number === null && 'invisible max-[1100px]:hidden',
            done ? 'bg-accent text-accent-ink' : 'bg-grey-tint text-ink-2',
          )}
        >
          {done ? <Check size={14} strokeWidth={3} /> : number}
        </span>
        <div className="min-w-0 flex-1">
          <h2 id={id} className="text-lg font-semibold">
            {name}
          </h2>
          {hint && <p className="text-pretty text-ink-2">{hint}</p>}
        </div>
        {aside}
      </header>
      <div className="@container flex min-w-0 flex-col gap-4 pl-9 max-[1100px]:pl-0">{children}</div>
    </section>
  )
}
