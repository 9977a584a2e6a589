// The segment grid: add, paste, reorder, with sizes, shares and the total kept consistent.
import { ClipboardPaste, Plus } from 'lucide-react'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  memo,
  type RefObject,
  useCallback,
  useRef,
  useState,
} from 'react'
import { LIMITS } from '../../../../shared/domain/audience.ts'
import { controlName, focusControl } from '../../../components/form/controls.ts'
import { Button } from '../../../components/ui/button.tsx'
import { showToast } from '../../../components/ui/toast.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { type TableHandle, VirtualTable } from '../../audience/parts/virtual-table.tsx'
import { hasErrors } from '../controls.ts'
import { type Form, type SegmentRow as Row, segmentRow } from '../model/form.ts'
import type { FormErrors } from '../model/input.ts'
import { isTable, type PastedSegment, parseSegments } from '../model/paste.ts'
import { addSegment, insertPasted } from '../model/rows.ts'
import { sumOfRows } from '../model/sizes.ts'
import { type Change, errorOf } from './basics.tsx'
import { GridHead, HEAD_CELL } from './grid.tsx'
import { PasteDialog } from './paste-dialog.tsx'
import { SegmentRow } from './segment-row.tsx'
import { Total } from './total.tsx'
import { useRows } from './use-rows.ts'

const COLUMNS = (
  <>
    <col className="w-7" />
    <col />
    <col className="w-32" />
    <col className="w-24" />
    <col className="w-[34%]" />
    <col className="w-8" />
  </>
)
const HEAD = (
  <GridHead>
    <th className={HEAD_CELL}>{t.edit.segmentName}</th>
    <th className={cx(HEAD_CELL, 'text-right')}>{t.edit.size}</th>
    <th className={cx(HEAD_CELL, 'text-right')}>{t.edit.share}</th>
    <th className={cx(HEAD_CELL, 'pl-7')}>{t.edit.prizm}</th>
  </GridHead>
)

type Props = {
  rows: Row[]
  totalSource: Form['total_source']
  total: string
  errors: FormErrors
  change: Change
  handle: RefObject<TableHandle | null>
}

export const SegmentsSection = memo(function SegmentsSection(props: Props) {
  const { rows, totalSource, total, errors, change, handle } = props
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [pasting, setPasting] = useState(false)
  const keys = useRef<string[]>([])
  keys.current = rows.map(row => row.key)
  const reveal = useCallback((index: number) => handle.current?.reveal(index), [handle])
  const { onMove, onDragStart, drop, over, stepCell } = useRows('segments', change, reveal)
  const toggle = useCallback(
    (key: string) =>
      setOpen(current => {
        const next = new Set(current)
        if (!next.delete(key)) next.add(key)
        return next
      }),
    [],
  )

  const add = () => {
    const row = segmentRow()
    change(form => addSegment(form, row))
    // After the row is there.
    requestAnimationFrame(() => {
      reveal(rows.length)
      focusControl(`segments/${row.key}/name`)
    })
  }
  const insert = (pasted: PastedSegment[], at?: string) => {
    change(form => insertPasted(form, pasted, at))
    showToast({ title: t.edit.pasted(pasted.length) })
  }
  const onPaste = (event: ClipboardEvent) => {
    const [list, key, field] = (controlName(event.target) ?? '').split('/')
    const inGrid = list === 'segments' && ['name', 'size', 'size_percentage'].includes(field ?? '')
    const text = event.clipboardData.getData('text/plain')
    if (!inGrid || !isTable(text)) return
    const pasted = parseSegments(text)
    if (pasted.length === 0) return
    event.preventDefault()
    insert(pasted, key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const name = controlName(event.target)
    const key = name?.split('/')[1]
    if (stepCell(event, keys.current) || event.key !== 'Enter' || event.nativeEvent.isComposing) return
    // Enter in the last row goes on to a new one.
    const cell = name && ['name', 'size', 'size_percentage'].includes(name.split('/')[2] ?? '')
    if (!cell || key !== keys.current.at(-1)) return
    event.preventDefault()
    add()
  }
  const problem = errorOf(errors, 'segments')
  return (
    <Section
      title={t.edit.segments}
      count={rows.length > 0 ? exactNumber(rows.length) : undefined}
      aside={
        <>
          <Button icon={<ClipboardPaste size={14} />} onClick={() => setPasting(true)}>
            {t.edit.paste}
          </Button>
          <Button
            icon={<Plus size={14} />}
            disabled={rows.length >= LIMITS.segments}
            title={rows.length >= LIMITS.segments ? t.edit.segmentCount(LIMITS.segments) : undefined}
            onClick={add}
          >
            {t.edit.addSegment}
          </Button>
        </>
      }
    >
      {problem && (
        <p role="alert" className="text-sm text-red">
          {problem}
        </p>
      )}
      {rows.length === 0 ? (
        <p className="text-ink-3">{t.edit.noSegments}</p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys, pastes and drops of the cells inside are handled here once
        <div {...drop} onPaste={onPaste} onKeyDown={onKeyDown}>
          <VirtualTable
            items={rows}
            keyOf={row => row.key}
            rowHeight={37}
            measure={row => open.has(row.key) || hasErrors(errors, 'segments', row.key)}
            label={t.edit.segments}
            maxHeight={560}
            columns={COLUMNS}
            head={HEAD}
            handle={handle}
            render={(row, index) => (
              <SegmentRow
                row={row}
                index={index}
                errors={errors}
                change={change}
                open={open.has(row.key)}
                onToggle={toggle}
                over={over === row.key}
                onMove={onMove}
                onDragStart={onDragStart}
              />
            )}
          />
        </div>
      )}
      <Total
        source={totalSource}
        total={total}
        sum={sumOfRows(rows)}
        error={errorOf(errors, 'total_audience_size')}
        change={change}
      />
      {pasting && <PasteDialog onClose={() => setPasting(false)} onAdd={pasted => insert(pasted)} />}
    </Section>
  )
})
