// Tabs that choose what one table shows: radio buttons to assistive technology, for there are no panels behind them.
import { RadioGroup } from 'radix-ui'

type Props<T extends string> = {
  value: T
  tabs: readonly { value: T; label: string; count: string | undefined }[]
  onChange: (tab: T) => void
  label: string
}

export function ChoiceTabs<T extends string>({ value, tabs, onChange, label }: Props<T>) {
  return (
    <RadioGroup.Root
      value={value}
      aria-label={label}
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
