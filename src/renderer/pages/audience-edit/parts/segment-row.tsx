// One segment of the grid: name, size, share, PRIZM segments; opened, its characteristics and id.
import { ChevronRight, X } from 'lucide-react'
import { memo } from 'react'
import { control, sentence } from '../../../components/form/controls.ts'
import { IconButton } from '../../../components/ui/button.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Input, Textarea } from '../../../components/ui/input.tsx'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { rowErrors } from '../controls.ts'
import type { Form, SegmentRow as Row } from '../model/form.ts'
import type { FormErrors } from '../model/input.ts'
import { changeSegment, removeSegment } from '../model/rows.ts'
import { tidyRow, typeShare, typeSize } from '../model/sizes.ts'
import type { Change } from './basics.tsx'
import { ChipsInput } from './chips-input.tsx'
import { CELL, CellInput, ErrorRow, Grip } from './grid.tsx'
import type { useRows } from './use-rows.ts'

export const SEGMENT_COLUMNS = 6
/** The cells to type into: numbers stand at the right and are put into their usual form on leaving. */
const CELLS = [
  {
    field: 'name',
    value: 'name',
    label: t.edit.segmentName,
    type: (form: Form, key: string, name: string) => changeSegment(form, key, { name }),
  },
  { field: 'size', value: 'size', label: t.edit.size, type: typeSize, inputMode: 'numeric' },
  { field: 'size_percentage', value: 'share', label: t.edit.share, type: typeShare, inputMode: 'decimal' },
] as const

/** Complaints about these are shown beside the control itself, in the opened part. */
const INSIDE = ['segment_id', 'characteristics', 'prizm_segments']
const isInside = (name: string) => INSIDE.includes(name.split('/')[2] ?? '')

type Props = {
  row: Row
  index: number
  errors: FormErrors
  change: Change
  open: boolean
  onToggle: (key: string) => void
  over: boolean
} & Pick<ReturnType<typeof useRows>, 'onMove' | 'onDragStart'>

export const SegmentRow = memo(function SegmentRow(props: Props) {
  const { row, index, errors, change, open, onToggle, over, onMove, onDragStart } = props
  const { key, prizm } = row
  const name = row.name.trim() || t.edit.unnamed(index + 1)
  const own = rowErrors(errors, 'segments', key)
  const opened = open || own.some(([control]) => isInside(control))
  const at = (field: string) => `segments/${key}/${field}`
  const tidy = () => change(form => tidyRow(form, key))
  return (
    <>
      <tr data-row={key} className={cx('hover:bg-hover', over && 'bg-accent-tint')}>
        <td className={CELL}>
          <Grip name={name} rowKey={key} onMove={onMove} onDragStart={onDragStart} />
        </td>
        {CELLS.map(({ field, value, label, type, ...cell }) => (
          <td key={field} className={CELL}>
            <CellInput
              {...('inputMode' in cell && { inputMode: cell.inputMode, right: true, onBlur: tidy })}
              name={at(field)}
              label={t.edit.ofRow(name, label)}
              error={errors.get(at(field))}
              value={row[value]}
              onChange={event => change(form => type(form, key, event.target.value))}
            />
          </td>
        ))}
        <td className={cx(CELL, 'pl-2')}>
          <button
            type="button"
            aria-expanded={opened}
            onClick={() => onToggle(key)}
            className="flex h-8 w-full min-w-0 items-center gap-1 rounded-sm px-1 text-left text-ink-2 hover:bg-pressed"
          >
            <ChevronRight
              size={14}
              aria-hidden
              className={cx('shrink-0 text-ink-3 transition-transform', opened && 'rotate-90')}
            />
            <span className="sr-only">{t.edit.showDetails(name)}: </span>
            <span className={cx('truncate', prizm.length === 0 && 'text-ink-3')}>
              {prizm.length === 0 ? t.edit.noPrizm : prizm.join(', ')}
            </span>
          </button>
        </td>
        <td className={CELL}>
          <IconButton
            label={t.edit.removeRow(name)}
            tooltip={false}
            className="text-ink-3"
            onClick={() => change(form => removeSegment(form, key))}
          >
            <X size={14} />
          </IconButton>
        </td>
      </tr>
      <ErrorRow errors={own.filter(([control]) => !isInside(control))} columns={SEGMENT_COLUMNS} />
      {opened && <Detail row={row} errors={errors} change={change} />}
    </>
  )
})

function Detail({ row, errors, change }: Pick<Props, 'row' | 'errors' | 'change'>) {
  const { key } = row
  const at = (field: string) => `segments/${key}/${field}`
  const errorAt = (field: string) => {
    const message = errors.get(at(field))
    return message === undefined ? undefined : sentence(message)
  }
  return (
    <tr>
      <td colSpan={SEGMENT_COLUMNS} className="border-b border-line bg-sunken px-9 pt-2 pb-4">
        <div className="grid items-start gap-x-6 gap-y-4 @2xl:grid-cols-2">
          <Field label={t.edit.prizm} hint={t.edit.prizmHint} error={errorAt('prizm_segments')}>
            {field => (
              <ChipsInput
                id={field.id}
                aria-describedby={field['aria-describedby']}
                aria-invalid={field['aria-invalid']}
                name={at('prizm_segments')}
                values={row.prizm}
                onChange={prizm => change(form => changeSegment(form, key, { prizm }))}
              />
            )}
          </Field>
          <Field
            label={t.edit.characteristics}
            hint={t.edit.characteristicsHint}
            error={errorAt('characteristics')}
          >
            {field => (
              <Textarea
                {...field}
                {...control(at('characteristics'))}
                rows={2}
                className="max-h-60 font-mono text-sm"
                placeholder={t.edit.characteristicsPlaceholder}
                value={row.characteristics}
                onChange={event =>
                  change(form => changeSegment(form, key, { characteristics: event.target.value }))
                }
              />
            )}
          </Field>
          <Field label={t.edit.segmentId} hint={t.edit.segmentIdHint} error={errorAt('segment_id')}>
            {field => (
              <Input
                {...field}
                {...control(at('segment_id'))}
                className="font-mono text-sm"
                value={row.segment_id}
                onChange={event =>
                  change(form => changeSegment(form, key, { segment_id: event.target.value }))
                }
              />
            )}
          </Field>
        </div>
      </td>
    </tr>
  )
}
