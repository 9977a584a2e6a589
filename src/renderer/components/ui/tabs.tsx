// Tabs with an underline, counts beside the names. Arrow keys move between them.
import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'

export type Tab<T extends string> = { value: T; label: string; count?: string | undefined }

type Props<T extends string> = {
  value: T
  tabs: readonly Tab<T>[]
  onChange: (value: T) => void
  label: string
  /** One <TabPanel> for each tab, when the tabs own what is below them. */
  children?: ReactNode
  className?: string
}

export function Tabs<T extends string>({ value, tabs, onChange, label, children, className }: Props<T>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={next => {
        const tab = tabs.find(item => item.value === next)
        if (tab) onChange(tab.value)
      }}
      className={children ? 'flex min-h-0 flex-1 flex-col' : undefined}
    >
      <Radix.List aria-label={label} className={cx('flex gap-4 border-b border-line', className)}>
        {tabs.map(tab => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent font-medium text-ink-2 transition-colors hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && <span className="text-sm font-normal text-ink-3">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  )
}

export function TabPanel({
  value,
  children,
  className,
}: {
  value: string
  children: ReactNode
  className?: string
}) {
  return (
    <Radix.Content value={value} className={cx('min-h-0 flex-1', className)}>
      {children}
    </Radix.Content>
  )
}
