// The result as a chart: bars of a few names, or a line over time; which columns, and the figures as a table.
import { ChartColumn } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { QueryResult } from '../../../shared/contract/queries.ts'
import { Figures } from '../../components/table/figures.tsx'
import { SegmentedControl } from '../../components/ui/segmented.tsx'
import { Select } from '../../components/ui/select.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { t } from '../../messages/index.ts'
import { Bars } from './chart-bars.tsx'
import { LineOverTime } from './chart-line.tsx'
import { type ChartChoice, numberColumns, pointsOf, suggested } from './model/chart.ts'
import { shownCell } from './model/values.ts'

const words = t.sql

type PickProps = {
  label: string
  result: QueryResult
  columns: readonly number[]
  value: number
  onChange: (at: number) => void
}

function Pick({ label, result, columns, value, onChange }: PickProps) {
  const id = useId()
  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id} className="text-ink-2">
        {label}
      </label>
      <Select
        id={id}
        size="sm"
        className="w-44"
        value={String(value)}
        options={columns.map(at => ({ value: String(at), label: result.columns[at]?.name ?? '' }))}
        onChange={at => onChange(Number(at))}
      />
    </span>
  )
}

export function ResultChart({ result }: { result: QueryResult }) {
  const first = useMemo(() => suggested(result), [result])
  const [chosen, setChosen] = useState<{ of: QueryResult; choice: ChartChoice } | null>(null)
  const choice = chosen?.of === result ? chosen.choice : first
  const drawn = useMemo(() => choice && pointsOf(result, choice), [result, choice])
  if (!choice || !drawn)
    return (
      <EmptyState className="flex-1" icon={<ChartColumn size={20} aria-hidden />} title={words.noNumber}>
        {words.noNumberHint}
      </EmptyState>
    )
  const change = (part: Partial<ChartChoice>) => setChosen({ of: result, choice: { ...choice, ...part } })
  const nameOf = (at: number) => result.columns[at]?.name ?? ''
  const label = words.chartOf(nameOf(choice.value), nameOf(choice.category))
  const { points, left_out, without } = drawn
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto border-t border-line px-6 py-4 outline-none"
    >
      <div className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2">
        <SegmentedControl
          label={words.chartKind}
          value={choice.kind}
          onChange={kind => change({ kind })}
          options={[
            { value: 'bars', label: words.bars },
            { value: 'lines', label: words.lines },
          ]}
        />
        <Pick
          label={words.category}
          result={result}
          columns={result.columns.map((_, at) => at)}
          value={choice.category}
          onChange={category => change({ category })}
        />
        <Pick
          label={words.value}
          result={result}
          columns={numberColumns(result)}
          value={choice.value}
          onChange={value => change({ value })}
        />
      </div>
      {choice.kind === 'bars' ? (
        <Bars label={label} points={points} />
      ) : (
        <LineOverTime label={label} points={points} />
      )}
      {left_out > 0 && <p className="mt-2 text-ink-3">{words.leftOut(left_out)}</p>}
      {without > 0 && <p className="mt-2 text-ink-3">{words.without(without)}</p>}
      {choice.kind === 'lines' && (
        <Figures
          caption={label}
          head={[nameOf(choice.category), nameOf(choice.value)]}
          rows={points.map(({ name, value }) => [name, shownCell(value, 'number')])}
        />
      )}
    </section>
  )
}
