// Below the editor: what came of the last run, as a table or a chart, or what is wrong with the query.
import { ChartColumn, CircleAlert, Database, SearchX, Table2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { QueryResult } from '../../../shared/contract/queries.ts'
import type { AppError } from '../../../shared/errors.ts'
import { Button } from '../../components/ui/button.tsx'
import { SegmentedControl } from '../../components/ui/segmented.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { ResultChart } from './chart.tsx'
import { goTo } from './editor.tsx'
import { draftStore, placeOf, resultStore, runQuery, runStore } from './query-store.ts'
import { ResultMenu } from './result-menu.tsx'
import { ResultTable } from './result-table.tsx'
import { openExample } from './saved.ts'

const words = t.sql

/** What DuckDB says, with the line it speaks of. */
function Fault({ error, sql }: { error: AppError; sql: string }) {
  const place = placeOf(error)
  const current = useStore(draftStore).sql === sql
  return (
    <div role="alert" className="mx-6 mb-4 rounded-md bg-red-tint px-4 py-3" data-selectable>
      <p className="flex items-start gap-2 font-medium text-red">
        <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
        <span className="min-w-0 break-words">{error.message}</span>
      </p>
      {error.hint && <p className="mt-1 pl-6 break-words text-ink-2">{error.hint}</p>}
      {place && (
        <div className="mt-2 flex items-center gap-3 pl-6">
          <code className="min-w-0 truncate rounded-sm bg-surface px-2 py-1 font-mono text-sm">
            {sql.split('\n')[place.line - 1]?.trim()}
          </code>
          <Button size="sm" variant="secondary" disabled={!current} onClick={() => goTo(place.offset)}>
            {words.place(place.line, place.column)}
          </Button>
        </div>
      )}
    </div>
  )
}

function Begin() {
  return (
    <EmptyState
      className="flex-1 border-t border-line"
      icon={<Database size={20} aria-hidden />}
      title={words.begin}
      actions={words.examples.slice(0, 4).map(({ name, sql }) => (
        <Button
          key={name}
          onClick={() => {
            openExample(sql)
            void runQuery()
          }}
        >
          {name}
        </Button>
      ))}
    >
      {words.beginHint}
    </EmptyState>
  )
}

type View = 'table' | 'chart'

function Found({ sql, result }: { sql: string; result: QueryResult }) {
  const [view, setView] = useState<View>('table')
  const changed = useStore(draftStore).sql !== sql
  return (
    <section aria-label={words.result} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-3 px-6">
        <p className="min-w-0 flex-1 truncate text-ink-2">
          {words.shown(result)}
          {changed && <span className="text-ink-3"> · {words.stale}</span>}
        </p>
        {result.rows.length > 0 && <ResultMenu sql={sql} result={result} />}
        <SegmentedControl
          label={words.view}
          value={view}
          onChange={setView}
          options={[
            { value: 'table', label: words.table, icon: <Table2 size={14} aria-hidden /> },
            { value: 'chart', label: words.chart, icon: <ChartColumn size={14} aria-hidden /> },
          ]}
        />
      </div>
      {result.cut && (
        <p className="mx-6 mb-3 flex items-start gap-2 rounded-md bg-amber-tint px-3 py-2 text-amber">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
          {words.cut[result.cut]}
        </p>
      )}
      {result.rows.length === 0 ? (
        <EmptyState
          className="flex-1 border-t border-line"
          icon={<SearchX size={20} aria-hidden />}
          title={words.none}
        >
          {words.noneHint}
        </EmptyState>
      ) : view === 'table' ? (
        <ResultTable result={result} />
      ) : (
        <ResultChart result={result} />
      )}
    </section>
  )
}

/** Told once for each run, to those who don't see it. */
function saidOf(run: ReturnType<typeof runStore.get>): string {
  if (run?.state === 'running') return t.common.loading
  return run?.state === 'done' ? words.ranWell(run.result.rows.length) : ''
}

export function Results() {
  const run = useStore(runStore)
  const found = useStore(resultStore)
  return (
    <>
      <p role="status" className="sr-only">
        {saidOf(run)}
      </p>
      {run?.state === 'failed' && <Fault error={run.error} sql={run.sql} />}
      {found ? <Found {...found} /> : run?.state === 'failed' ? null : <Begin />}
    </>
  )
}
