// PRIZM segments as chips that find other audiences with them.
import { useLocation } from 'wouter'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { searchFor } from '../routes.ts'

export function PrizmChip({ name, count, className }: { name: string; count?: number; className?: string }) {
  const [, navigate] = useLocation()
  return (
    <button
      type="button"
      title={t.audience.searchFor(name)}
      onClick={() => searchFor(name, navigate)}
      className={cx(
        'inline-flex h-6 max-w-56 min-w-0 items-center gap-1.5 rounded-sm border border-line bg-surface px-2 text-sm text-ink-2 transition-colors hover:border-line-strong hover:bg-hover hover:text-ink',
        className,
      )}
    >
      <span className="truncate">{name}</span>
      {count !== undefined && count > 1 && <span className="text-ink-3">{count}</span>}
    </button>
  )
}
