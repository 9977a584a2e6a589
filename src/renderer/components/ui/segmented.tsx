// A few choices side by side, exactly one of them on: theme, density, status.
import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'

export type SegmentOption<T extends string> = {
  value: T
  label: string
  icon?: ReactNode
  count?: string | undefined
}

type Props<T extends string> = {
  value: T
  options: readonly SegmentOption<T>[]
  onChange: (value: T) => void
  label: string
  className?: string
}

export function SegmentedControl<T extends string>({ value, options, onChange, label, className }: Props<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={next => {
        const option = options.find(item => item.value === next)
        if (option) onChange(option.value)
      }}
      className={cx('inline-flex h-7 items-center rounded-md bg-grey-tint p-0.5', className)}
    >
      {options.map(option => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="flex h-6 items-center gap-1.5 rounded-sm px-2.5 text-base text-ink-2 transition-colors hover:text-ink data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--color-line)]"
        >
          {option.icon}
          {option.label}
          {option.count !== undefined && (
            <span className="text-sm font-normal text-ink-3">{option.count}</span>
          )}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
