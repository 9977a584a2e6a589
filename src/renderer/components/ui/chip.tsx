// Chip: a filter or a value that can be taken away. Tag: a quiet label.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'

export function Tag({
  children,
  title,
  className,
}: {
  children: ReactNode
  title?: string
  className?: string
}) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-5 max-w-44 min-w-0 items-center rounded-sm bg-ink/7 px-1.5 text-sm text-ink-2',
        className,
      )}
    >
      <span className="truncate">{children}</span>
    </span>
  )
}

type ChipProps = {
  children: ReactNode
  /** What it is, for the name of the remove button. */
  name: string
  onRemove: () => void
  className?: string
}

export function Chip({ children, name, onRemove, className }: ChipProps) {
  return (
    <span
      className={cx(
        'inline-flex h-6 max-w-80 min-w-0 items-center rounded-sm border border-line bg-surface text-sm text-ink',
        className,
      )}
    >
      <span className="flex min-w-0 items-center truncate pl-2">{children}</span>
      <button
        type="button"
        aria-label={t.common.remove(name)}
        onClick={onRemove}
        className="ml-0.5 flex size-[22px] shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  )
}
