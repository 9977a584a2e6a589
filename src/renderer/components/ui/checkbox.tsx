// Check box with a third state, and the drawing of it alone for rows that handle their own clicks.
import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cx } from '../../lib/cx.ts'

type State = boolean | 'mixed'
const BOX = 'flex size-4 shrink-0 items-center justify-center rounded-xs border transition-colors'
const mark = (state: State) =>
  state === 'mixed' ? <Minus size={12} strokeWidth={3} /> : state ? <Check size={12} strokeWidth={3} /> : null
const tone = (state: State) =>
  state ? 'border-accent bg-accent text-accent-ink' : 'border-line-strong bg-surface text-transparent'

export function CheckMark({ state, className }: { state: State; className?: string }) {
  return (
    <span aria-hidden className={cx(BOX, tone(state), className)}>
      {mark(state)}
    </span>
  )
}

type Props = {
  checked: State
  onChange: (checked: boolean) => void
  disabled?: boolean
  className?: string
} & ({ label: ReactNode } | { 'aria-label': string })

export function Checkbox({ checked, onChange, disabled = false, className, ...name }: Props) {
  const id = useId()
  const box = (
    <Radix.Root
      id={id}
      checked={checked === 'mixed' ? 'indeterminate' : checked}
      onCheckedChange={value => onChange(value === true)}
      disabled={disabled}
      aria-label={'aria-label' in name ? name['aria-label'] : undefined}
      className={cx(BOX, tone(checked), 'hover:border-accent disabled:opacity-50')}
    >
      {mark(checked)}
    </Radix.Root>
  )
  if (!('label' in name)) return <span className={cx('inline-flex', className)}>{box}</span>
  return (
    <span className={cx('inline-flex items-center gap-2', className)}>
      {box}
      <label htmlFor={id} className={disabled ? 'text-ink-3' : 'text-ink'}>
        {name.label}
      </label>
    </span>
  )
}
