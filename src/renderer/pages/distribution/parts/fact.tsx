// One fact of a run: its name, and what it is.
import type { ReactNode } from 'react'

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd data-selectable className="min-w-0 break-words">
        {children}
      </dd>
    </div>
  )
}
