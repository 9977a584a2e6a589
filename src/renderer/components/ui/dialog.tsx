// Modal dialogs with a focus trap. The scrim is our own: the library's locks scrolling by a style element, which the CSP refuses.
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Button, IconButton } from './button.tsx'

type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  width?: 'sm' | 'md' | 'lg'
  /** The title is for assistive technology only. */
  bare?: boolean
}

const FIELDS = 'input, textarea, select, [role="radio"][aria-checked="true"]'
const WIDTHS = { sm: 'w-[420px]', md: 'w-[560px]', lg: 'w-[760px]' }

export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  width = 'sm',
  bare = false,
}: DialogProps) {
  // There is no trigger, so the library doesn't know where focus came from.
  const cameFrom = useRef<Element | null>(null)
  const wasOpen = useRef(false)
  // While rendering: a field with autoFocus takes the focus before any effect runs.
  if (open && !wasOpen.current) cameFrom.current = document.activeElement
  wasOpen.current = open
  return (
    <Radix.Root open={open} onOpenChange={next => !next && onClose()}>
      <Radix.Portal>
        <div className="fixed inset-0 z-30 bg-scrim animate-fade" />
        <Radix.Content
          {...(!description && { 'aria-describedby': undefined })}
          onOpenAutoFocus={event => {
            // A dialog with nothing to fill in holds the focus itself, rather than its close button.
            event.preventDefault()
            const content = event.currentTarget
            if (content instanceof HTMLElement)
              (content.querySelector<HTMLElement>(FIELDS) ?? content).focus()
          }}
          onCloseAutoFocus={event => {
            event.preventDefault()
            if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected)
              cameFrom.current.focus()
          }}
          className={cx(
            'fixed top-[14vh] left-1/2 z-40 flex max-h-[76vh] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col overflow-hidden rounded-xl bg-raised shadow-dialog outline-none animate-rise',
            WIDTHS[width],
          )}
        >
          {bare ? (
            <Radix.Title className="sr-only">{title}</Radix.Title>
          ) : (
            <header className="flex items-start gap-2 px-5 pt-4 pb-1">
              <Radix.Title className="min-w-0 flex-1 text-lg font-semibold">{title}</Radix.Title>
              <IconButton
                label={t.common.close}
                size="sm"
                tooltip={false}
                onClick={onClose}
                className="-mr-1.5"
              >
                <X size={16} />
              </IconButton>
            </header>
          )}
          {description && (
            <Radix.Description asChild>
              <div className="px-5 pb-2 text-md text-ink-2">{description}</div>
            </Radix.Description>
          )}
          {children && (
            <div className={cx('min-h-0 flex-1 overflow-y-auto', !bare && 'px-5 py-2')}>{children}</div>
          )}
          {footer && <footer className="flex justify-end gap-2 px-5 pt-3 pb-4">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type ConfirmProps = {
  open: boolean
  onClose: () => void
  onConfirm: () => void
  title: string
  description: ReactNode
  action: string
  danger?: boolean
}

/** Only for what can't be undone. */
export function ConfirmDialog({ action, danger = false, onConfirm, ...rest }: ConfirmProps) {
  return (
    <Dialog
      {...rest}
      footer={
        <>
          <Button onClick={rest.onClose}>{t.common.cancel}</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            onClick={() => {
              rest.onClose()
              onConfirm()
            }}
          >
            {action}
          </Button>
        </>
      }
    />
  )
}
