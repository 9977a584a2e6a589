// Everything an audience says about whom it reaches, on one page.
import { useState } from 'react'
import type { Audience } from '../../../shared/domain/audience.ts'
import { CopyMenu } from '../../components/export/copy-menu.tsx'
import { exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { segmentsAsTable } from './model/as-table.ts'
import { prizmOf, type SegmentSort, sortSegments } from './model/ranking.ts'
import { Facts } from './parts/facts.tsx'
import { PrizmChip } from './parts/prizm.tsx'
import { QueryBlock } from './parts/query-block.tsx'
import { Section } from './parts/section.tsx'
import { SegmentsChart } from './parts/segments-chart.tsx'
import { SegmentsTable } from './parts/segments-table.tsx'
import { Variables } from './parts/variables.tsx'

function Segments({ audience }: { audience: Audience }) {
  const { segments } = audience
  const [sort, setSort] = useState<SegmentSort>({ by: 'size', direction: 'desc' })
  return (
    <Section
      title={t.audience.segments}
      count={segments.length > 0 ? exactNumber(segments.length) : undefined}
      aside={
        segments.length > 0 && (
          <CopyMenu name={t.audience.segments} table={() => segmentsAsTable(sortSegments(segments, sort))} />
        )
      }
    >
      {segments.length === 0 ? (
        <p className="text-ink-3">{t.audience.noSegments}</p>
      ) : (
        <div className="flex flex-col gap-6">
          <SegmentsChart segments={segments} />
          <SegmentsTable segments={segments} sort={sort} onSort={setSort} />
        </div>
      )}
    </Section>
  )
}

function Prizm({ audience }: { audience: Audience }) {
  const chips = prizmOf(audience.segments)
  if (chips.length === 0) return null
  return (
    <Section title={t.audience.prizm} count={exactNumber(chips.length)}>
      <div className="flex max-h-56 flex-wrap gap-1.5 overflow-y-auto">
        {chips.map(chip => (
          <PrizmChip key={chip.name} name={chip.name} count={chip.segments} />
        ))}
      </div>
    </Section>
  )
}

export function Overview({ audience }: { audience: Audience }) {
  return (
    <div className="@container">
      <div className="grid gap-x-12 gap-y-10 @4xl:grid-cols-[minmax(0,1fr)_240px]">
        <div className="flex min-w-0 flex-col gap-10">
          <QueryBlock query={audience.original_query} />
          {audience.description && (
            <Section title={t.audience.description}>
              <p data-selectable className="max-w-[84ch] text-md text-pretty break-words whitespace-pre-wrap">
                {audience.description}
              </p>
            </Section>
          )}
          <div className="grid items-start gap-x-12 gap-y-10 @[1500px]:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-10">
              <Segments audience={audience} />
              <Prizm audience={audience} />
            </div>
            <Variables audience={audience} />
          </div>
        </div>
        <aside aria-label={t.audience.details} className="min-w-0">
          <Facts audience={audience} />
        </aside>
      </div>
    </div>
  )
}
