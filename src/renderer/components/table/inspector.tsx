// The pane at the right of a table: its head with the ways on and out, and below it what is shown of the current row.
import { Pencil, SquareArrowOutUpRight, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../ui/button.tsx'

type Way = { label: string; onGo: () => void }
type Props = {
  title: string
  /** Where the row can be edited, and where it can be opened. */
  edit?: Way | null
  open: Way | null
  close: Way
  children: ReactNode
}

export const InspectorPane = ({ title, edit, open, close, children }: Props) => (
  <aside aria-label={title} className="flex w-80 shrink-0 flex-col border-l border-line bg-surface">
    <header className="flex h-10 shrink-0 items-center gap-1 pr-2 pl-4">
      <p className="mr-auto text-sm text-ink-3">{title}</p>
      {edit && (
        <IconButton label={edit.label} shortcut="e" size="sm" onClick={edit.onGo}>
          <Pencil size={14} />
        </IconButton>
      )}
      {open && (
        <IconButton label={open.label} shortcut="enter" size="sm" onClick={open.onGo}>
          <SquareArrowOutUpRight size={14} />
        </IconButton>
      )}
      <IconButton label={close.label} shortcut="space" size="sm" onClick={close.onGo}>
        <X size={16} />
      </IconButton>
    </header>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
    <section className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} aria-label={title}>
      {children}
    </section>
  </aside>
)

export const InspectorSection = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="border-t border-line px-4 py-3">
    <h3 className="pb-2 text-sm text-ink-3">{title}</h3>
    {children}
  </section>
)
