// The variables with their relevance as bars: sorted or in groups, searchable, and only those in view when many.
import { Search } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Audience } from '../../../../shared/domain/audience.ts'
import { CopyMenu } from '../../../components/export/copy-menu.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { SegmentedControl } from '../../../components/ui/segmented.tsx'
import { exactNumber, formatRelevance } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { variablesAsTable } from '../model/as-table.ts'
import {
  arrangeVariables,
  type Variable,
  type VariableItem,
  type VariableOrder,
  variablesOf,
} from '../model/ranking.ts'
import { Section } from './section.tsx'
import { VirtualTable } from './virtual-table.tsx'

const ORDERS = [
  { value: 'relevance', label: t.audience.byRelevance },
  { value: 'category', label: t.audience.byCategory },
  { value: 'selected', label: t.audience.asSelected },
] as const satisfies readonly { value: VariableOrder; label: string }[]
const SEARCH_FROM = 8

export function RelevanceBar({ value }: { value: number | null }) {
  if (value === null)
    return <span className="block text-right text-sm text-ink-3">{t.audience.noRelevance}</span>
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-1.5 flex-1 overflow-hidden rounded-full bg-grey-tint">
        <span
          className="block h-full rounded-full bg-chart-1"
          style={{ width: `${Math.max(value * 100, value > 0 ? 1.5 : 0)}%` }}
        />
      </span>
      <span className="w-11 text-right">{formatRelevance(value)}</span>
    </span>
  )
}

const CELL = 'h-9 border-b border-line px-2'

function Row({ variable }: { variable: Variable }) {
  const about = [variable.category, variable.type].filter(Boolean).join(' · ')
  return (
    <tr className="hover:bg-hover">
      <td data-selectable className={`${CELL} truncate font-mono text-sm`} title={variable.code}>
        {variable.code}
      </td>
      <td data-selectable className={CELL}>
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate" title={variable.description}>
            {variable.description}
          </span>
          {about && (
            <span className="ml-auto max-w-[45%] shrink-0 truncate text-sm text-ink-3" title={about}>
              {about}
            </span>
          )}
        </span>
      </td>
      <td className={CELL}>
        <RelevanceBar value={variable.relevance} />
      </td>
    </tr>
  )
}

const Heading = ({ name, count }: { name: string; count: number }) => (
  <tr>
    <th
      scope="rowgroup"
      colSpan={3}
      className="h-10 border-b border-line px-2 pb-1.5 text-left align-bottom text-sm font-medium text-ink-2"
    >
      {name || t.audience.noCategory} <span className="font-normal text-ink-3">{exactNumber(count)}</span>
    </th>
  </tr>
)

const keyOf = (item: VariableItem) => ('heading' in item ? `# ${item.heading}` : item.code)
const COLUMNS = (
  <>
    <col className="w-[30%]" />
    <col />
    <col className="w-40" />
  </>
)
const HEAD_CELL = 'h-7 border-b border-line px-2 text-left text-sm font-normal text-ink-3'
const HEAD = (
  <tr>
    <th className={HEAD_CELL}>{t.audience.code}</th>
    <th className={HEAD_CELL}>{t.audience.description}</th>
    <th className={`${HEAD_CELL} text-right`}>{t.audience.relevance}</th>
  </tr>
)

export function Variables({ audience }: { audience: Audience }) {
  const [order, setOrder] = useState<VariableOrder>('relevance')
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const variables = useMemo(() => variablesOf(audience), [audience])
  const items = useMemo(() => arrangeVariables(variables, order, wanted), [variables, order, wanted])
  const shown = items.filter(item => !('heading' in item)).length
  const all = variables.length
  return (
    <Section
      title={t.audience.variables}
      count={all > 0 ? (shown === all ? exactNumber(all) : t.audience.shownOf(shown, all)) : undefined}
      aside={
        all > 0 && (
          <>
            {all >= SEARCH_FROM && (
              <div className="w-48">
                <Input
                  size="sm"
                  type="search"
                  icon={<Search size={14} />}
                  aria-label={t.audience.findVariable}
                  placeholder={t.audience.findVariable}
                  value={search}
                  onChange={event => setSearch(event.target.value)}
                />
              </div>
            )}
            <SegmentedControl
              value={order}
              options={ORDERS}
              onChange={setOrder}
              label={t.audience.variableOrder}
            />
            <CopyMenu name={t.audience.variables} table={() => variablesAsTable(items)} />
          </>
        )
      }
    >
      {all === 0 ? (
        <p className="text-ink-3">{t.audience.noVariables}</p>
      ) : items.length === 0 ? (
        <p className="text-ink-3" role="status">
          {t.audience.noVariableMatches}
        </p>
      ) : (
        <VirtualTable
          items={items}
          keyOf={keyOf}
          rowHeight={36}
          measure={item => 'heading' in item}
          label={t.audience.variables}
          maxHeight={540}
          columns={COLUMNS}
          head={HEAD}
          render={item =>
            'heading' in item ? <Heading name={item.heading} count={item.count} /> : <Row variable={item} />
          }
        />
      )}
    </Section>
  )
}
