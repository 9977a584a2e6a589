// Buttons. One primary action a view; the rest are quiet.
import type { ComponentProps, ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import { Tooltip } from './tooltip.tsx'

/** What is `aria-disabled` looks as what is disabled does; it can be reached, for its tooltip gives the reason. */
const VARIANTS = {
  primary:
    'bg-accent text-accent-ink hover:bg-accent-hover active:bg-accent-hover disabled:bg-grey-tint disabled:text-ink-3 aria-disabled:bg-grey-tint aria-disabled:text-ink-3 aria-disabled:hover:bg-grey-tint',
  secondary:
    'border border-line-strong bg-surface text-ink hover:bg-hover active:bg-pressed disabled:bg-transparent disabled:text-ink-3 disabled:border-line aria-disabled:text-ink-3 aria-disabled:border-line aria-disabled:hover:bg-transparent',
  ghost:
    'text-ink-2 hover:bg-hover hover:text-ink active:bg-pressed aria-expanded:bg-hover disabled:text-ink-3',
  /** An action inside a sentence or a notice. */
  accent: 'text-accent-text hover:bg-accent-tint active:bg-accent-tint-2 disabled:text-ink-3',
  danger: 'bg-red-fill text-accent-ink hover:bg-red-fill-hover disabled:bg-grey-tint disabled:text-ink-3',
}
const SIZES = {
  sm: 'h-6 gap-1 px-2 text-sm rounded-sm',
  md: 'h-7 gap-1.5 px-2.5 text-base rounded-md',
  lg: 'h-8 gap-2 px-3 text-md rounded-md',
}
const BASE =
  'inline-flex shrink-0 items-center justify-center whitespace-nowrap font-medium transition-colors disabled:pointer-events-none'

type ButtonProps = ComponentProps<'button'> & {
  variant?: keyof typeof VARIANTS
  size?: keyof typeof SIZES
  icon?: ReactNode
}

export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button type={type} className={cx(BASE, VARIANTS[variant], SIZES[size], className)} {...rest}>
      {icon && <span className="-ml-0.5 flex size-4 items-center justify-center">{icon}</span>}
      {children}
    </button>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** Its name, for the tooltip and for assistive technology. */
  label: string
  shortcut?: string | undefined
  size?: 'sm' | 'md' | 'lg'
  /** Rows of a long table do without: a tooltip each would cost too much. */
  tooltip?: boolean
}

const SQUARE = { sm: 'size-6 rounded-sm', md: 'size-7 rounded-md', lg: 'size-8 rounded-md' }

export function IconButton({
  label,
  shortcut,
  size = 'md',
  tooltip = true,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      type={type}
      aria-label={label}
      className={cx(
        BASE,
        VARIANTS.ghost,
        SQUARE[size],
        'aria-pressed:bg-accent-tint aria-pressed:text-accent-text',
        className,
      )}
      {...rest}
    />
  )
  return tooltip ? (
    <Tooltip label={label} shortcut={shortcut}>
      {button}
    </Tooltip>
  ) : (
    button
  )
}
