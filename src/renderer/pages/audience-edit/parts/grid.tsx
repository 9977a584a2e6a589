// What the two grids share: bare cells, the grip that reorders, the line of complaints under a row.
import { CircleAlert, GripVertical } from 'lucide-react'
import type { ComponentProps, DragEvent, ReactNode } from 'react'
import { control, sentence } from '../../../components/form/controls.ts'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { shortLabelOf } from '../controls.ts'

export const HEAD_CELL = 'h-7 border-b border-line px-2 text-left text-sm font-normal text-ink-3'
/** The heads of a grid's own columns, between those of the grip and of the button that removes a row. */
export const GridHead = ({ children }: { children: ReactNode }) => (
  <tr>
    <th className={HEAD_CELL}>
      <span className="sr-only">{t.edit.moveRow('')}</span>
    </th>
    {children}
    <th className={HEAD_CELL}>
      <span className="sr-only">{t.common.remove('')}</span>
    </th>
  </tr>
)

export const CELL = 'h-9 border-b border-line p-0.5'

type CellInputProps = ComponentProps<'input'> & {
  name: string
  label: string
  error?: string | undefined
  right?: boolean
}

/** An input that looks like a cell of a spreadsheet until it is pointed at or focused. */
export function CellInput({ name, label, error, right = false, className, ...rest }: CellInputProps) {
  return (
    <input
      {...control(name)}
      aria-label={label}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${name}-error` : undefined}
      autoComplete="off"
      spellCheck={false}
      className={cx(
        'h-8 w-full text-ellipsis rounded-sm border border-transparent bg-transparent px-1.5 transition-colors hover:border-line-strong focus-visible:border-focus focus-visible:bg-surface focus-visible:outline-1 focus-visible:outline-offset-0 focus-visible:outline-focus aria-invalid:border-red',
        right && 'text-right',
        className,
      )}
      {...rest}
    />
  )
}

type ErrorRowProps = { errors: readonly (readonly [name: string, message: string])[]; columns: number }

/** Complaints about a row, under it, each tied to its cell. */
export function ErrorRow({ errors, columns }: ErrorRowProps) {
  if (errors.length === 0) return null
  return (
    <tr>
      <td colSpan={columns} className="border-b border-line px-9 py-1">
        {errors.map(([name, message]) => (
          <p key={name} id={`${name}-error`} className="flex items-start gap-1 text-sm text-red">
            <CircleAlert size={14} aria-hidden className="mt-px shrink-0" />
            {t.common.problemOf(shortLabelOf(name), sentence(message))}
          </p>
        ))}
      </td>
    </tr>
  )
}

type GripProps = {
  name: string
  rowKey: string
  disabled?: boolean
  onMove: (key: string, step: number) => void
  onDragStart: (key: string, event: DragEvent) => void
}

/** Arrow keys move the row while the grip has focus; with the mouse it is dragged. */
export function Grip({ name, rowKey, disabled = false, onMove, onDragStart }: GripProps) {
  return (
    <button
      type="button"
      draggable={!disabled}
      {...control(`grip/${rowKey}`)}
      aria-label={t.edit.moveRow(name)}
      aria-disabled={disabled || undefined}
      title={disabled ? t.edit.noMoveWhileSearching : undefined}
      onDragStart={event => onDragStart(rowKey, event)}
      onKeyDown={event => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
        if (step === 0 || disabled) return
        event.preventDefault()
        event.stopPropagation()
        onMove(rowKey, step)
      }}
      className="flex h-8 w-6 cursor-grab items-center justify-center rounded-sm text-ink-3 hover:bg-pressed hover:text-ink aria-disabled:cursor-default aria-disabled:opacity-40"
    >
      <GripVertical size={14} aria-hidden />
    </button>
  )
}
