// The columns of a group of files: what each has in it, and which field it becomes.
import { ChevronsUpDown } from 'lucide-react'
import { useId } from 'react'
import type { ImportColumn } from '../../../../shared/contract/imports.ts'
import { IMPORT_TARGETS, type ImportTarget } from '../../../../shared/domain/import-table.ts'
import { CONTROL } from '../../../components/ui/input.tsx'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import type { Group } from '../model/wizard.ts'
import { choose } from '../wizard-store.ts'

const words = t.imports
const FIELDS = IMPORT_TARGETS.filter(target => target !== 'extra' && target !== 'skip')
const SHOWN = 3

function Target({ column, onChange }: { column: ImportColumn; onChange(target: ImportTarget): void }) {
  const option = (target: ImportTarget) => (
    <option key={target} value={target}>
      {words.target[target]}
    </option>
  )
  return (
    <span className="relative block">
      <select
        aria-label={words.becomesOf(column.name)}
        value={column.target}
        onChange={event => {
          const target = IMPORT_TARGETS.find(one => one === event.target.value)
          if (target) onChange(target)
        }}
        className={cx('picker h-7 pr-7 pl-2 text-base', CONTROL, column.target === 'skip' && 'text-ink-3')}
      >
        <optgroup label={words.targetGroups.fields}>{FIELDS.map(option)}</optgroup>
        <optgroup label={words.targetGroups.other}>{(['extra', 'skip'] as const).map(option)}</optgroup>
      </select>
      <ChevronsUpDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2 my-auto text-ink-3"
      />
    </span>
  )
}

function examples({ files }: Group, name: string): string[] {
  const [first] = files
  const at = first?.seen.columns.findIndex(column => column.name === name) ?? -1
  const cells = (first?.seen.rows ?? []).map(row => row[at] ?? '').filter(cell => cell.trim() !== '')
  return [...new Set(cells)].slice(0, SHOWN)
}

const HEAD = 'h-7 border-b border-line px-2 text-left text-sm font-normal text-ink-3 first:pl-0 last:pr-0'
const CELL = 'border-b border-line px-2 py-1.5 align-middle first:pl-0 last:pr-0'

export function Columns({ group }: { group: Group }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <h2 id={id} className="flex items-baseline gap-2 text-base font-semibold">
        {words.columns}
        <span className="font-normal text-ink-3">{words.columnCount(group.columns.length)}</span>
        {group.files.some(({ seen }) => seen.remembered) && (
          <span className="font-normal text-accent-text">{words.remembered}</span>
        )}
      </h2>
      <table className="w-full table-fixed border-separate border-spacing-0">
        <thead>
          <tr>
            <th scope="col" className={cx(HEAD, 'w-[24%]')}>
              {words.column}
            </th>
            <th scope="col" className={HEAD}>
              {words.values}
            </th>
            <th scope="col" className={cx(HEAD, 'w-24')}>
              {words.type}
            </th>
            <th scope="col" className={cx(HEAD, 'w-60')}>
              {words.becomes}
            </th>
          </tr>
        </thead>
        <tbody>
          {group.columns.map(column => (
            <tr key={column.name} className={cx(column.target === 'skip' && 'text-ink-3')}>
              <th scope="row" className={cx(CELL, 'truncate text-left font-medium')} title={column.name}>
                {column.name}
              </th>
              <td className={cx(CELL, 'truncate text-ink-2')} data-selectable>
                {examples(group, column.name).join(' · ') || (
                  <span className="text-ink-3">{t.common.dash}</span>
                )}
              </td>
              <td className={cx(CELL, 'text-ink-3')}>{words.types[column.type]}</td>
              <td className={CELL}>
                <Target column={column} onChange={target => choose(group, column.name, target)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
