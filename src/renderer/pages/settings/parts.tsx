// The layout of the settings page: sections under a heading, facts with their names.
import type { ReactNode } from 'react'
import { headingId, type SectionId, sections } from './sections.ts'

export function Section({ id, children }: { id: SectionId; children: ReactNode }) {
  const { title, hint } = sections[id]
  return (
    <section className="-scroll-mt-px border-t border-line py-6 first-of-type:scroll-mt-16">
      <header className="pb-4">
        <h2 id={headingId(id)} tabIndex={-1} className="w-fit rounded-xs text-md font-semibold">
          {title}
        </h2>
        {hint && <p className="mt-0.5 text-sm text-pretty text-ink-3">{hint}</p>}
      </header>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  )
}

/** A fact with its name at the left. */
export const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-h-7 items-center gap-4">
    <span className="w-36 shrink-0 text-ink-2">{label}</span>
    <div className="flex min-w-0 flex-1 items-center gap-3">{children}</div>
  </div>
)
