// Short notices in the corner, with an action such as undo. Kept in a small store, so that anything may raise one.
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Button, IconButton } from './button.tsx'
import { Kbd } from './kbd.tsx'

type Action = { label: string; run: () => void; shortcut?: string }
export type ToastInput = {
  title: string
  detail?: string | undefined
  tone?: 'done' | 'failed'
  action?: Action
}
type Toast = ToastInput & { id: number }

const KEEP = 3
const SHOWN_MS = 8_000
let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function set(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

export const dismissToast = (id: number) => set(toasts.filter(item => item.id !== id))

export function showToast(input: ToastInput): number {
  const toast = { ...input, id: nextId++ }
  set([...toasts, toast].slice(-KEEP))
  return toast.id
}

/** A failure, with what to do next. */
export const showError = (error: AppError, action?: Action) =>
  showToast({ title: error.message, detail: error.hint, tone: 'failed', ...(action && { action }) })

/** Takes the newest toast's undo, as Ctrl/Cmd+Z does. */
export function undoLatest(): boolean {
  const latest = toasts.findLast(item => item.action?.label === t.common.undo)
  if (!latest) return false
  dismissToast(latest.id)
  latest.action?.run()
  return true
}

export function Toaster() {
  const shown = useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  return (
    <section
      aria-label={t.common.notices} // Above the bar of what can be done with a selection, where there is one.
      className="pointer-events-none fixed right-4 bottom-4 z-50 w-90 [body:has([data-selection-bar])_&]:bottom-30"
    >
      <ol aria-live="polite" className="flex flex-col gap-2">
        {shown.map(toast => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </ol>
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const failed = toast.tone === 'failed'
  useEffect(() => {
    // A failure stays until it is read.
    if (failed) return
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [toast.id, failed])
  const Icon = failed ? CircleAlert : CircleCheck
  const { action } = toast
  return (
    <li className="pointer-events-auto flex items-start gap-2 rounded-lg bg-raised py-2.5 pr-2 pl-3 shadow-float animate-rise">
      <Icon size={16} aria-hidden className={cx('mt-0.5 shrink-0', failed ? 'text-red' : 'text-green')} />
      <div className="min-w-0 flex-1" data-selectable>
        <p className="font-medium break-words">{toast.title}</p>
        {toast.detail && <p className="break-words text-ink-2">{toast.detail}</p>}
      </div>
      {action && (
        <Button
          size="sm"
          variant="accent"
          onClick={() => {
            dismissToast(toast.id)
            action.run()
          }}
        >
          {action.label}
          {action.shortcut && <Kbd shortcut={action.shortcut} />}
        </Button>
      )}
      <IconButton label={t.common.dismiss} size="sm" tooltip={false} onClick={() => dismissToast(toast.id)}>
        <X size={14} />
      </IconButton>
    </li>
  )
}
