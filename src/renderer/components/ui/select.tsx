// One choice of a few. A native select: the system's keyboard and screen reader behaviour, with our looks.
import { ChevronsUpDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '../../lib/cx.ts'
import { CONTROL } from './input.tsx'

export type Option<T extends string> = { value: T; label: string }

type Props<T extends string> = Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'size'> & {
  value: T
  options: readonly Option<T>[]
  onChange: (value: T) => void
  size?: 'sm' | 'md'
}

export function Select<T extends string>({
  value,
  options,
  onChange,
  size = 'md',
  className,
  ...rest
}: Props<T>) {
  return (
    <span className={cx('relative block', className)}>
      <select
        value={value}
        onChange={event => {
          const chosen = options.find(option => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
        className={cx('picker pr-8', CONTROL, size === 'sm' ? 'h-7 pl-2 text-base' : 'h-8 pl-2.5 text-md')}
        {...rest}
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2 my-auto text-ink-3"
      />
    </span>
  )
}
