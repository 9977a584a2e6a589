// Text fields. They take the ids that Field hands out.
import type { ComponentProps, ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'

export const CONTROL =
  'w-full rounded-md border border-line-strong bg-surface text-ink transition-colors hover:border-ink-3/60 focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 focus-visible:outline-focus disabled:bg-sunken disabled:text-ink-3 aria-invalid:border-red aria-invalid:focus-visible:outline-red'
const SIZES = { sm: 'h-7 px-2 text-base', md: 'h-8 px-2.5 text-md' }

type InputProps = Omit<ComponentProps<'input'>, 'size'> & { size?: keyof typeof SIZES; icon?: ReactNode }

export function Input({ size = 'md', icon, className, type = 'text', ...rest }: InputProps) {
  const input = (
    <input
      type={type}
      spellCheck={false}
      autoComplete="off"
      className={cx(CONTROL, SIZES[size], icon ? 'pl-8' : null, className)}
      {...rest}
    />
  )
  if (!icon) return input
  return (
    <span className="relative block">
      <span className="pointer-events-none absolute inset-y-0 left-2 flex w-4 items-center text-ink-3">
        {icon}
      </span>
      {input}
    </span>
  )
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cx(CONTROL, 'field-sizing-content block min-h-16 resize-y px-2.5 py-1.5 text-md', className)}
      {...rest}
    />
  )
}
