// The layout of the settings page: sections with a heading at the left, facts with their names.
import type { ReactNode } from 'react'

export const Section = ({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) => (
  <section className="grid grid-cols-[176px_minmax(0,1fr)] gap-x-8 border-t border-line py-6 max-[1080px]:grid-cols-1 max-[1080px]:gap-y-3">
    <header>
      <h2 className="text-md font-semibold">{title}</h2>
      {hint && <p className="mt-0.5 text-sm text-pretty text-ink-3">{hint}</p>}
    </header>
    <div className="flex min-w-0 flex-col gap-4">{children}</div>
  </section>
)

/** A fact with its name at the left. */
export const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-h-7 items-center gap-4">
    <span className="w-36 shrink-0 text-ink-2">{label}</span>
    <div className="flex min-w-0 flex-1 items-center gap-3">{children}</div>
  </div>
)
