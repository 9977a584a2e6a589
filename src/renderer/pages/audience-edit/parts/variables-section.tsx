// The variable picker: type or paste codes, then order and describe them in a grid.
import { Plus, Search, X } from 'lucide-react'
import { memo, type RefObject, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { control } from '../../../components/form/controls.ts'
import { Button, IconButton } from '../../../components/ui/button.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { matchesWords } from '../../audience/model/ranking.ts'
import { Section } from '../../audience/parts/section.tsx'
import { type TableHandle, VirtualTable } from '../../audience/parts/virtual-table.tsx'
import { hasErrors, rowErrors } from '../controls.ts'
import type { VariableRow } from '../model/form.ts'
import type { FormErrors } from '../model/input.ts'
import { parseCodes } from '../model/paste.ts'
import { addCodes, changeVariable, removeRow } from '../model/rows.ts'
import { type Change, errorOf } from './basics.tsx'
import { CELL, CellInput, ErrorRow, GridHead, Grip, HEAD_CELL } from './grid.tsx'
import { useRows } from './use-rows.ts'

const SEARCH_FROM = 8
const COLUMNS = (
  <>
    <col className="w-7" />
    <col className="w-[24%]" />
    <col />
    <col className="w-[14%]" />
    <col className="w-[13%]" />
    <col className="w-24" />
    <col className="w-8" />
  </>
)
const HEAD = (
  <GridHead>
    <th className={HEAD_CELL}>{t.edit.code}</th>
    <th className={HEAD_CELL}>{t.edit.description}</th>
    <th className={HEAD_CELL}>{t.edit.category}</th>
    <th className={HEAD_CELL}>{t.edit.type}</th>
    <th className={cx(HEAD_CELL, 'text-right')} title={t.edit.relevanceHint}>
      {t.edit.relevance}
    </th>
  </GridHead>
)

/** Fields of a row, by the name that complaints use. */
const FIELDS = [
  { field: 'code', name: 'code', label: t.edit.code },
  { field: 'description', name: 'description', label: t.edit.description },
  { field: 'category', name: 'category', label: t.edit.category },
  { field: 'type', name: 'type', label: t.edit.type },
  { field: 'relevance', name: 'relevance_score', label: t.edit.relevance },
] as const

type RowProps = {
  row: VariableRow
  errors: FormErrors
  change: Change
  over: boolean
  searching: boolean
} & Pick<ReturnType<typeof useRows>, 'onMove' | 'onDragStart'>

const Row = memo(function Row({ row, errors, change, over, searching, onMove, onDragStart }: RowProps) {
  const own = rowErrors(errors, 'variables', row.key)
  const { key } = row
  return (
    <>
      <tr data-row={key} className={cx('group hover:bg-hover', over && 'bg-accent-tint')}>
        <td className={CELL}>
          <Grip name={row.code} rowKey={key} disabled={searching} onMove={onMove} onDragStart={onDragStart} />
        </td>
        {FIELDS.map(({ field, name, label }) => (
          <td key={field} className={CELL}>
            <CellInput
              name={`variables/${key}/${name}`}
              label={t.edit.ofRow(row.code, label)}
              error={errors.get(`variables/${key}/${name}`)}
              right={field === 'relevance'}
              className={field === 'code' ? 'font-mono text-sm' : ''}
              value={row[field]}
              onChange={event => change(form => changeVariable(form, key, { [field]: event.target.value }))}
            />
          </td>
        ))}
        <td className={CELL}>
          <IconButton
            label={t.edit.removeRow(row.code)}
            tooltip={false}
            className="text-ink-3"
            onClick={() => change(form => ({ ...form, variables: removeRow(form.variables, key) }))}
          >
            <X size={14} />
          </IconButton>
        </td>
      </tr>
      <ErrorRow errors={own} columns={7} />
    </>
  )
})

function AddBox({ rows, change }: { rows: readonly VariableRow[]; change: Change }) {
  const [text, setText] = useState('')
  const [told, setTold] = useState('')
  const add = (codes: readonly string[]) => {
    if (codes.length === 0) return
    const { added, known } = addCodes(rows, codes)
    change(form => ({ ...form, variables: addCodes(form.variables, codes).rows }))
    setTold(t.edit.added(added.length, known))
    setText('')
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="min-w-0 max-w-xl flex-1">
        <Input
          {...control('selected_variables')}
          aria-label={t.edit.addVariables}
          placeholder={t.edit.addVariablesPlaceholder}
          value={text}
          onChange={event => {
            setText(event.target.value)
            setTold('')
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            event.preventDefault()
            add(parseCodes(text))
          }}
          onPaste={event => {
            const pasted = event.clipboardData.getData('text/plain')
            if (!/[,;\t\n]/.test(pasted.trim())) return
            event.preventDefault()
            add(parseCodes(`${text}\n${pasted}`))
          }}
        />
      </div>
      <Button size="lg" icon={<Plus size={16} />} onClick={() => add(parseCodes(text))}>
        {t.edit.add}
      </Button>
      <span role="status" className="text-ink-3">
        {told}
      </span>
    </div>
  )
}

type Props = {
  rows: VariableRow[]
  errors: FormErrors
  change: Change
  handle: RefObject<TableHandle | null>
}

export const VariablesSection = memo(function VariablesSection({ rows, errors, change, handle }: Props) {
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const shown = useMemo(() => {
    const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
    return words.length === 0
      ? rows
      : rows.filter(row =>
          matchesWords(`${row.code} ${row.description} ${row.category}`.toLowerCase(), words),
        )
  }, [rows, wanted])
  const keys = useRef<string[]>([])
  keys.current = shown.map(row => row.key)
  const reveal = useCallback((index: number) => handle.current?.reveal(index), [handle])
  const { onMove, onDragStart, drop, over, stepCell } = useRows('variables', change, reveal)
  const problem = errorOf(errors, 'selected_variables')
  return (
    <Section
      title={t.edit.variables}
      count={
        rows.length > 0
          ? shown.length === rows.length
            ? exactNumber(rows.length)
            : t.audience.shownOf(shown.length, rows.length)
          : undefined
      }
      aside={
        rows.length >= SEARCH_FROM && (
          <div className="w-52">
            <Input
              size="sm"
              type="search"
              icon={<Search size={14} />}
              aria-label={t.edit.findVariable}
              placeholder={t.edit.findVariable}
              value={search}
              onChange={event => setSearch(event.target.value)}
            />
          </div>
        )
      }
    >
      <AddBox rows={rows} change={change} />
      {problem && (
        <p role="alert" className="text-sm text-red">
          {problem}
        </p>
      )}
      {shown.length === 0 ? (
        <p className="text-ink-3">{rows.length === 0 ? t.edit.noVariables : t.edit.noVariableMatches}</p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys and drops of the cells inside are handled here once
        <div {...drop} onKeyDown={event => stepCell(event, keys.current)}>
          <VirtualTable
            items={shown}
            keyOf={row => row.key}
            rowHeight={37}
            measure={row => hasErrors(errors, 'variables', row.key)}
            label={t.edit.variables}
            maxHeight={480}
            columns={COLUMNS}
            head={HEAD}
            handle={handle}
            render={row => (
              <Row
                row={row}
                errors={errors}
                change={change}
                over={over === row.key}
                searching={shown !== rows}
                onMove={onMove}
                onDragStart={onDragStart}
              />
            )}
          />
        </div>
      )}
    </Section>
  )
})
