// Which segments of a single audience are sent: all of them, or those that are ticked.
import { Search } from 'lucide-react'
import { useState } from 'react'
import { useAudience } from '../../../api/hooks.ts'
import { Input } from '../../../components/ui/input.tsx'
import { SegmentedControl } from '../../../components/ui/segmented.tsx'
import { compactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import type { Controls } from '../controls.ts'
import { toggled } from '../model/choices.ts'
import { Fault, PickList } from './pick-list.tsx'

const words = t.plan
const SEARCH_FROM = 12
const CHOICES = [
  { value: 'all', label: words.segmentsAll },
  { value: 'some', label: words.segmentsSome },
] as const

type Props = {
  audience_id: string
  /** The newest one where none is named. */
  version?: number
  controls: Controls
}

export function Segments({ audience_id, version, controls }: Props) {
  const { form, change, errors } = controls
  const { data: audience } = useAudience(audience_id, version)
  const [search, setSearch] = useState('')
  if (!audience || audience.segments.length === 0) return null
  const { segments } = audience
  const wanted = search.trim().toLowerCase()
  const chosen = segments.filter(({ segment_id }) => form.segment_ids.includes(segment_id))
  const size = chosen.reduce((sum, segment) => sum + segment.size, 0)
  const fault = errors.shown.get('segment_ids')
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 className="font-medium">{words.segments}</h3>
        <SegmentedControl
          label={words.segments}
          value={form.segments}
          options={CHOICES}
          onChange={value => change(now => ({ ...now, segments: value }))}
        />
        <span className="text-ink-2">
          {form.segments === 'all'
            ? words.people(audience.total_audience_size)
            : words.segmentsChosen(chosen.length, words.people(size))}
        </span>
      </div>
      {form.segments === 'some' && (
        <>
          {segments.length > SEARCH_FROM && (
            <Input
              type="search"
              aria-label={words.findSegment}
              placeholder={words.findSegment}
              icon={<Search size={16} />}
              value={search}
              onChange={event => setSearch(event.target.value)}
            />
          )}
          <PickList
            label={words.segments}
            control="segment_ids"
            className="max-h-64"
            items={segments
              .filter(({ name }) => name.toLowerCase().includes(wanted))
              .map(({ segment_id, name, size: count }) => ({
                id: segment_id,
                name,
                detail: <span title={words.people(count)}>{compactNumber(count)}</span>,
              }))}
            chosen={form.segment_ids}
            onToggle={id => change(now => ({ ...now, segment_ids: toggled(now.segment_ids, id) }))}
            error={fault}
            empty={words.noSegment}
          />
          <Fault>{fault}</Fault>
        </>
      )}
    </div>
  )
}
