// A small panel beside its button: filters, jobs. Not modal.
import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import { FLOAT } from './menu.tsx'

type Props = {
  trigger: ReactElement
  /** Its name for assistive technology. */
  label: string
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  className?: string
  /** What it shows is to be read first: the panel takes the focus, not its first button. */
  toRead?: boolean
}

const focusPanel = (event: Event) => {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}

export function Popover(props: Props) {
  const { trigger, label, children, open, onOpenChange, align = 'start', className, toRead = false } = props
  return (
    <Radix.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          {...(toRead && { onOpenAutoFocus: focusPanel })}
          className={cx(
            FLOAT,
            'max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-16px)] overflow-y-auto focus-visible:outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
