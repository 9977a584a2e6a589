// What a view shows when it has nothing to show: empty, failed, still loading.
import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Button } from './button.tsx'

type EmptyProps = {
  icon?: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

export function EmptyState({ icon, title, children, actions, className }: EmptyProps) {
  return (
    <div className={cx('flex flex-col items-center justify-center gap-2 px-8 py-16 text-center', className)}>
      {icon && (
        <span className="mb-2 flex size-10 items-center justify-center rounded-xl border border-line bg-sunken text-ink-3">
          {icon}
        </span>
      )}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="max-w-[52ch] text-md text-pretty text-ink-2">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

type ErrorProps = {
  error: AppError
  title?: string
  onRetry?: () => void
  actions?: ReactNode
  className?: string
}

/** What happened, and the next step with the button that takes it. */
export function ErrorState({ error, title, onRetry, actions, className }: ErrorProps) {
  return (
    <div
      role="alert"
      className={cx('flex flex-col items-center justify-center gap-2 px-8 py-16 text-center', className)}
    >
      <span className="mb-2 flex size-10 items-center justify-center rounded-xl bg-red-tint text-red">
        <TriangleAlert size={20} aria-hidden />
      </span>
      <h2 className="text-lg font-semibold">{title ?? error.message}</h2>
      <div className="max-w-[60ch] text-md text-pretty text-ink-2" data-selectable>
        {title && <p>{error.message}</p>}
        {error.hint && <p>{error.hint}</p>}
      </div>
      <div className="mt-3 flex gap-2">
        {onRetry && (
          <Button icon={<RotateCw size={16} />} onClick={onRetry}>
            {t.common.retry}
          </Button>
        )}
        {actions}
      </div>
    </div>
  )
}

/** A place holder; invisible for the first 150 ms, so that local data never flashes one. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('block h-4 rounded-sm bg-grey-tint animate-late', className)} />
}
