// Drop-down menus. Not modal: a modal one injects a style element to lock scrolling, which the CSP refuses.
import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { type ReactElement, type ReactNode, useMemo, useState } from 'react'
import { cx } from '../../lib/cx.ts'
import { Kbd } from './kbd.tsx'

export const FLOAT = 'z-40 rounded-lg bg-raised text-ink shadow-float animate-pop'
const ITEM =
  'flex h-7 items-center gap-2 rounded-sm px-2 text-base outline-none select-none data-highlighted:bg-hover data-disabled:text-ink-3'

/** Inside the page's main part, so that it belongs to a landmark; a dialog hides the page, so its menus stand beside it. */
const host = () =>
  document.querySelector('[role="dialog"]') ? undefined : document.querySelector<HTMLElement>('main')

type MenuProps = {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Where focus goes afterwards, when that isn't the trigger. */
  onClosed?: () => void
  label?: string
  className?: string
}

export function Menu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  label,
  className,
  ...rest
}: MenuProps) {
  const { onOpenChange, onClosed } = rest
  const [opened, setOpened] = useState(false)
  const open = rest.open ?? opened
  // Looked up when it opens: an earlier page's main part may be gone by then.
  const container = useMemo(() => (open ? host() : undefined), [open])
  const change = (next: boolean) => {
    setOpened(next)
    onOpenChange?.(next)
  }
  return (
    <Radix.Root modal={false} open={open} onOpenChange={change}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={cx(
            FLOAT,
            'max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1',
            className,
          )}
          onCloseAutoFocus={event => {
            if (!onClosed) return
            event.preventDefault()
            onClosed()
          }}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type ItemProps = {
  children: ReactNode
  onSelect: () => void
  icon?: ReactNode
  shortcut?: string | undefined
  danger?: boolean
  disabled?: boolean
}

export function MenuItem({
  children,
  onSelect,
  icon,
  shortcut,
  danger = false,
  disabled = false,
}: ItemProps) {
  return (
    <Radix.Item className={cx(ITEM, danger && 'text-red')} onSelect={onSelect} disabled={disabled}>
      <span className={cx('flex size-4 shrink-0 items-center justify-center', !danger && 'text-ink-3')}>
        {icon}
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut && <Kbd shortcut={shortcut} />}
    </Radix.Item>
  )
}

type CheckProps = {
  children: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

/** Stays open, so that several can be switched in one go. */
export function MenuCheck({ children, checked, onChange, disabled = false }: CheckProps) {
  return (
    <Radix.CheckboxItem
      className={ITEM}
      checked={checked}
      onCheckedChange={onChange}
      onSelect={event => event.preventDefault()}
      disabled={disabled}
    >
      <span className="flex size-4 items-center justify-center text-accent-text">
        {checked && <Check size={14} />}
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Radix.CheckboxItem>
  )
}

type RadioProps<T extends string> = {
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

export function MenuRadio<T extends string>({ value, options, onChange }: RadioProps<T>) {
  return (
    <Radix.RadioGroup value={value}>
      {options.map(option => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          className={ITEM}
          onSelect={() => onChange(option.value)}
        >
          <span className="flex size-4 items-center justify-center text-accent-text">
            {option.value === value && <Check size={14} />}
          </span>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

type SubProps = { label: string; icon?: ReactNode; children: ReactNode }

/** A menu beside the menu, opened by the arrow key or the pointer. */
export function MenuSub({ label, icon, children }: SubProps) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className={cx(ITEM, 'data-[state=open]:bg-hover')}>
        <span className="flex size-4 shrink-0 items-center justify-center text-ink-3">{icon}</span>
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <ChevronRight size={14} aria-hidden className="text-ink-3" />
      </Radix.SubTrigger>
      <Radix.Portal container={host()}>
        <Radix.SubContent sideOffset={4} collisionPadding={8} className={cx(FLOAT, 'min-w-36 p-1')}>
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  )
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-1.5 pb-1 text-sm text-ink-3">{children}</Radix.Label>
)
export const MenuSeparator = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
