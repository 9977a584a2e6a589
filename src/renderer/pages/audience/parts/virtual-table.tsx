// A real table whose rows are all there while they are few, and only those in view when they are many.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type Ref, useDeferredValue, useImperativeHandle, useRef } from 'react'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'

const ALL_UP_TO = 60

type Props<T> = {
  items: readonly T[]
  keyOf: (item: T) => string
  /** Height of an item in pixels, exact but for those that `measure` names. */
  rowHeight: number
  /** Items of another height: opened ones, ones with complaints. Measuring costs a layout each. */
  measure?: (item: T) => boolean
  /** One or more rows (`<tr>`) of an item. */
  render: (item: T, index: number) => ReactNode
  /** The `<col>`s: the table's layout is fixed. */
  columns: ReactNode
  /** The row of column heads. It stays in view. */
  head: ReactNode
  label: string
  maxHeight: number
  className?: string
  /** To scroll an item into view that may not be drawn yet. */
  handle?: Ref<TableHandle>
}

export type TableHandle = { reveal: (index: number) => void }

const TABLE = 'w-full table-fixed border-separate border-spacing-0'

export function VirtualTable<T>(props: Props<T>) {
  const { items, keyOf, render, columns, head, label, className } = props
  if (items.length > ALL_UP_TO) return <Windowed {...props} />
  return (
    <table aria-label={label} className={cx(TABLE, className)}>
      <colgroup>{columns}</colgroup>
      <thead>{head}</thead>
      {items.map((item, index) => (
        <tbody key={keyOf(item)}>{render(item, index)}</tbody>
      ))}
    </table>
  )
}

const Gap = ({ height }: { height: number }) =>
  height > 0 && (
    <tbody aria-hidden="true">
      <tr>
        <td className="p-0" style={{ height }} />
      </tr>
    </tbody>
  )

function Windowed<T>(props: Props<T>) {
  const { items, keyOf, rowHeight, measure, render, columns, head, label, maxHeight, className, handle } =
    props
  // The rest of the page is there first; the rows follow in slices that leave the thread free.
  const ready = useDeferredValue(true, false)
  // Once measured, an item is watched on: it may shrink again.
  const measured = useRef(new Set<string>())
  const scroller = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => {
      const item = items[index]
      return item === undefined ? index : keyOf(item)
    },
    overscan: 8,
    initialRect: { width: 800, height: maxHeight },
  })
  useImperativeHandle(handle, () => ({ reveal: index => virtualizer.scrollToIndex(index) }), [virtualizer])
  const shown = ready ? virtualizer.getVirtualItems() : []
  return (
    <section
      ref={scroller}
      aria-label={t.audience.rowsOf(label)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      className="overflow-y-auto [overflow-anchor:none]"
      style={{ maxHeight }}
    >
      <table aria-label={label} aria-rowcount={items.length + 1} className={cx(TABLE, className)}>
        <colgroup>{columns}</colgroup>
        <thead className="sticky top-0 z-10 bg-surface">{head}</thead>
        <Gap height={shown[0]?.start ?? 0} />
        {shown.map(({ index, key }) => {
          const item = items[index]
          if (item === undefined) return null
          if (measure?.(item)) measured.current.add(keyOf(item))
          const ref = measured.current.has(keyOf(item)) ? virtualizer.measureElement : undefined
          return (
            <tbody key={key} data-index={index} ref={ref}>
              {render(item, index)}
            </tbody>
          )
        })}
        <Gap height={virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0)} />
      </table>
    </section>
  )
}
