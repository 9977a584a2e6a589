// The status tabs. They choose what one table shows, so they are radio buttons to assistive technology, not tabs with panels.
import { RadioGroup } from 'radix-ui'
import { t } from '../../messages/index.ts'
import type { Tab } from './view.ts'

type Props = {
  value: Tab
  tabs: readonly { value: Tab; label: string; count: string | undefined }[]
  onChange: (tab: Tab) => void
}

export function StatusTabs({ value, tabs, onChange }: Props) {
  return (
    <RadioGroup.Root
      value={value}
      aria-label={t.list.status}
      orientation="horizontal"
      onValueChange={next => {
        const tab = tabs.find(item => item.value === next)
        if (tab) onChange(tab.value)
      }}
      className="flex gap-5 border-b border-line px-4"
    >
      {tabs.map(tab => (
        <RadioGroup.Item
          key={tab.value}
          value={tab.value}
          className="-mb-px flex h-8 items-center gap-1.5 border-b-2 border-transparent font-medium text-ink-2 transition-colors hover:text-ink data-[state=checked]:border-accent data-[state=checked]:text-ink"
        >
          {tab.label}
          <span className="min-w-3 text-sm font-normal text-ink-3">{tab.count}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
