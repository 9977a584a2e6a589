// A labelled control: label, hint and error, tied together for assistive technology.
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'

export type ControlProps = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

type Props = {
  label: string
  hint?: ReactNode
  error?: string | undefined
  required?: boolean
  /** At the right end of the label's line: a counter, a small button. */
  aside?: ReactNode
  className?: string
  /** Spread what it is given on the control. */
  children: (control: ControlProps) => ReactNode
}

export function Field({ label, hint, error, required = false, aside, className, children }: Props) {
  const id = useId()
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <div className="flex items-baseline gap-2">
        <label htmlFor={id} className="text-base font-medium text-ink">
          {label}
        </label>
        {required && (
          <span aria-hidden className="text-sm text-ink-3">
            {t.common.required}
          </span>
        )}
        {!required && aside === undefined && <span className="sr-only">{t.common.optional}</span>}
        {aside && <span className="ml-auto text-sm text-ink-3">{aside}</span>}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': required || undefined,
      })}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-sm text-red">
          <CircleAlert size={14} aria-hidden className="mt-px shrink-0" />
          <span>{error}</span>
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  )
}
