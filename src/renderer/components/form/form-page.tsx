// The frame of a page that is one long form: Escape leaves it, a field that is left is told of, and leaving may be asked about.
import type { ComponentProps, FocusEvent, KeyboardEvent, ReactNode } from 'react'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { controlName } from './controls.ts'

/** Escape is theirs first. */
const FLOATING = '[role="dialog"], [role="menu"], [role="listbox"]'

/** What is brought into view mustn't stop under the head. */
export const BELOW_HEAD = '[&_[data-control]]:scroll-mt-28 [&_[data-control]]:scroll-mb-12'

/** The part of an editor that asks before changes are lost, and in which words. */
type Asks = {
  editor: { asking: boolean; stay: () => void; leave: () => void }
  words: Pick<ComponentProps<typeof ConfirmDialog>, 'title' | 'description' | 'action'>
}

type Props = {
  label: string
  onEscape: () => void
  /** The name of the control that was left, and the control. */
  onLeft: (name: string, control: EventTarget) => void
  className?: string
  asks?: Asks
  children: ReactNode
}

export function FormPage({ label, onEscape, onLeft, className = BELOW_HEAD, asks, children }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return
    if (event.target instanceof Element && event.target.closest(FLOATING)) return
    event.preventDefault()
    onEscape()
  }
  const onBlur = ({ target }: FocusEvent) => {
    const name = controlName(target)
    if (name) onLeft(name, target)
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <form
        aria-label={label}
        noValidate
        autoComplete="off"
        onSubmit={event => event.preventDefault()}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
        className={className}
      >
        {children}
      </form>
      {asks && (
        <ConfirmDialog
          open={asks.editor.asking}
          onClose={asks.editor.stay}
          onConfirm={asks.editor.leave}
          {...asks.words}
        />
      )}
    </div>
  )
}
