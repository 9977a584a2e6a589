// A strip above the content: what is the matter, in plain words, and the button that takes the next step.
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../../lib/cx.ts'

const LOOK = {
  red: { box: 'bg-red-tint', icon: 'text-red' },
  amber: { box: 'bg-amber-tint', icon: 'text-amber' },
  blue: { box: 'bg-blue-tint', icon: 'text-blue' },
  grey: { box: 'bg-grey-tint', icon: 'text-grey' },
}

type Props = {
  tone: keyof typeof LOOK
  icon: LucideIcon
  title: string
  children?: ReactNode
  actions?: ReactNode
}

export function Notice({ tone, icon: Icon, title, children, actions }: Props) {
  return (
    <div
      role="status"
      className={cx('flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md py-2 pr-2 pl-3', LOOK[tone].box)}
    >
      <Icon size={16} aria-hidden className={cx('shrink-0', LOOK[tone].icon)} />
      <p className="min-w-64 flex-1 text-pretty" data-selectable>
        <span className="font-medium">{title}.</span> <span className="text-ink-2">{children}</span>
      </p>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
