// One of a few choices below each other, each with a line that says what it means.
import { RadioGroup } from 'radix-ui'
import { cx } from '../../lib/cx.ts'

type Props<T extends string> = {
  label: string
  value: T
  options: readonly { value: T; label: string; hint?: string; disabled?: boolean }[]
  onChange: (value: T) => void
  /** Side by side where there is room. */
  columns?: boolean
}

export function RadioList<T extends string>({ label, value, options, onChange, columns = false }: Props<T>) {
  return (
    <fieldset className="flex flex-col">
      <legend className="pb-2 text-base font-medium">{label}</legend>
      <RadioGroup.Root
        aria-label={label}
        value={value}
        onValueChange={next => {
          const option = options.find(item => item.value === next)
          if (option) onChange(option.value)
        }}
        className={cx('grid gap-1.5', columns && 'grid-cols-2')}
      >
        {options.map(option => (
          <RadioGroup.Item
            key={option.value}
            value={option.value}
            disabled={option.disabled ?? false}
            className="group flex items-start gap-2.5 rounded-md border border-line px-3 py-2 text-left transition-colors hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-tint disabled:text-ink-3 disabled:hover:bg-transparent"
          >
            <span className="mt-0.5 flex size-4 shrink-0 rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-[5px] group-data-[state=checked]:border-accent" />
            <span className="min-w-0">
              <span className="block text-md">{option.label}</span>
              {option.hint && (
                <span className="block text-sm text-pretty text-ink-3 group-data-[state=checked]:text-ink-2">
                  {option.hint}
                </span>
              )}
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </fieldset>
  )
}
