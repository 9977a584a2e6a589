// One field: label, control and complaint at the left; what it is for and where to find it at the right, below where it is narrow.
import { CircleAlert, MapPin } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { sentence } from '../../../components/form/controls.ts'
import type { ControlProps } from '../../../components/ui/field.tsx'
import { t } from '../../../messages/index.ts'

type Props = {
  label: string
  help?: ReactNode
  /** Where an analyst finds the value. */
  where?: string | undefined
  error?: string | undefined
  required?: boolean
  /** The label names a group of controls, not one. */
  group?: boolean
  /** At the right end of the label's line. */
  aside?: ReactNode
  /** Spread what it is given on the control. */
  children: (control: ControlProps) => ReactNode
}

export const ROW = 'grid gap-x-8 gap-y-1 @3xl:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]'

export function FieldRow({
  label,
  help,
  where,
  error,
  required = false,
  group = false,
  aside,
  children,
}: Props) {
  const id = useId()
  const described = [error && `${id}-error`, (help || where) && `${id}-help`].filter(Boolean).join(' ')
  return (
    <div className={ROW}>
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex items-baseline gap-2">
          {group ? (
            <span className="font-medium">{label}</span>
          ) : (
            <label htmlFor={id} className="font-medium">
              {label}
            </label>
          )}
          {required && (
            <span aria-hidden className="text-sm text-ink-3">
              {t.common.required}
            </span>
          )}
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
            <span>{sentence(error)}</span>
          </p>
        )}
      </div>
      {(help || where) && (
        <div id={`${id}-help`} className="max-w-[64ch] text-sm text-pretty text-ink-2 @3xl:pt-7.5">
          {help && <p>{help}</p>}
          {where && (
            <p className="flex gap-1 text-ink-3" title={t.platformEdit.where}>
              <MapPin size={12} aria-hidden className="mt-0.5 shrink-0" />
              <span>
                <span className="sr-only">{t.platformEdit.where}: </span>
                <span data-selectable>{where}</span>
              </span>
            </p>
          )}
        </div>
      )}
    </div>
  )
}
