// One step of the set-up after the form: its state as an icon and a word, what it does, and its button.
import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle, type LucideIcon } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cx } from '../../../lib/cx.ts'

export type StepState = 'open' | 'running' | 'done' | 'failed'

const LOOK: Record<StepState, { icon: LucideIcon; tone: string }> = {
  open: { icon: CircleDashed, tone: 'text-ink-3' },
  running: { icon: LoaderCircle, tone: 'animate-spin text-accent-text' },
  done: { icon: CircleCheck, tone: 'text-green' },
  failed: { icon: CircleAlert, tone: 'text-red' },
}

type Props = {
  state: StepState
  title: string
  hint?: ReactNode
  /** What came of it, beside the title. */
  said?: string | undefined
  action?: ReactNode
  children?: ReactNode
}

export function Step({ state, title, hint, said, action, children }: Props) {
  const id = useId()
  const { icon: Icon, tone } = LOOK[state]
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="flex min-w-64 flex-1 items-start gap-2">
          <Icon size={16} aria-hidden className={cx('mt-0.5 shrink-0', tone)} />
          <div className="min-w-0">
            <h2 id={id} className="text-md font-semibold">
              {title}
            </h2>
            <p role="status" className="max-w-[72ch] text-sm text-pretty text-ink-2">
              {said ?? hint}
            </p>
          </div>
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
