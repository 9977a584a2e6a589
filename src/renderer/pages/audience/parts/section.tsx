// A titled part of the page, set apart by space and a hairline, not by a card.
import { type ReactNode, useId } from 'react'
import { cx } from '../../../lib/cx.ts'

type Props = {
  title: string
  count?: string | undefined
  /** At the right end of the heading: search, a switch, a button. */
  aside?: ReactNode
  children: ReactNode
  className?: string
}

export function Section({ title, count, aside, children, className }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={cx('flex min-w-0 flex-col gap-3', className)}>
      <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1.5">
        <h2 id={id} className="text-md font-semibold">
          {title}
        </h2>
        {count && <span className="text-base text-ink-3">{count}</span>}
        {aside && <div className="ml-auto flex flex-wrap items-center gap-2">{aside}</div>}
      </div>
      {children}
    </section>
  )
}
