// The first step: audiences, found by words and ticked; of a single one, its segments.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search, Users } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useLocation } from 'wouter'
import type { AudienceSummary } from '../../../../shared/domain/audience.ts'
import { client } from '../../../api/client.ts'
import { useAudienceNames } from '../../../api/hooks.ts'
import { keys } from '../../../api/keys.ts'
import { unwrap } from '../../../api/query-client.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Chip } from '../../../components/ui/chip.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { StatusBadge } from '../../../components/ui/status.tsx'
import { compactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { toggled, withAudiences } from '../model/choices.ts'
import type { Planner } from '../use-planner.ts'
import { Fault, PickList } from './pick-list.tsx'
import { Segments } from './segments.tsx'
import { Step } from './step.tsx'

const words = t.plan
const SHOWN = 50
const CHIPS = 12

/** Those that can be sent, the newest first. Whatever of the audiences changes makes it fresh. */
const useFound = (search: string) =>
  useQuery({
    queryKey: [...keys.audiences, 'plan', search],
    queryFn: () =>
      unwrap(
        client.audiences.list({
          filter: { status: ['active', 'draft'], ...(search.trim() && { search: search.trim() }) },
          limit: SHOWN,
        }),
      ),
    select: answer => answer.items,
    placeholderData: keepPreviousData,
  })

/** Names of what is chosen, of which an address tells only the ids. */
function useNames(ids: readonly string[], known: readonly AudienceSummary[]) {
  const shown = ids.slice(0, CHIPS)
  const read = useAudienceNames(shown)
  return shown.map((id, index) => {
    const name = known.find(({ audience_id }) => audience_id === id)?.name ?? read[index]
    return { id, name: name ?? (name === null ? words.unknown : t.common.loading) }
  })
}

function Chosen({ planner, found }: { planner: Planner; found: readonly AudienceSummary[] }) {
  const { form, change } = planner
  const names = useNames(form.audience_ids, found)
  if (names.length === 0) return null
  const more = form.audience_ids.length - names.length
  return (
    <ul aria-label={words.chosenAudiences} className="flex flex-wrap items-center gap-1.5">
      {names.map(({ id, name }) => (
        <li key={id} className="flex min-w-0">
          <Chip name={name} onRemove={() => change(now => withAudiences(now, toggled(now.audience_ids, id)))}>
            <span className="truncate">{name}</span>
          </Chip>
        </li>
      ))}
      {more > 0 && <li className="text-ink-2">{words.moreChosen(more)}</li>}
      {form.audience_ids.length > 1 && (
        <li>
          <Button size="sm" variant="ghost" onClick={() => change(now => withAudiences(now, []))}>
            {words.clear}
          </Button>
        </li>
      )}
    </ul>
  )
}

export function What({ planner }: { planner: Planner }) {
  const { form, change, errors } = planner
  const [, go] = useLocation()
  const [search, setSearch] = useState('')
  const asked = useDeferredValue(search)
  const { data: found = [], isPending } = useFound(asked)
  const [only] = form.audience_ids.length === 1 ? form.audience_ids : []
  const fault = errors.shown.get('audience_ids')
  return (
    <Step
      number={1}
      name={words.what}
      hint={words.whatHint}
      done={!errors.found.has('audience_ids') && !errors.found.has('segment_ids')}
      aside={
        form.audience_ids.length > 0 && (
          <span className="text-ink-2">{words.chosen(form.audience_ids.length)}</span>
        )
      }
    >
      <div className="flex flex-col gap-2">
        <Chosen planner={planner} found={found} />
        <Input
          type="search"
          aria-label={words.findAudience}
          placeholder={words.findAudience}
          icon={<Search size={16} />}
          value={search}
          onChange={event => setSearch(event.target.value)}
        />
        {!isPending && (
          <PickList
            label={words.audiences}
            control="audience_ids"
            className="max-h-64"
            items={found.map(audience => ({
              id: audience.audience_id,
              name: audience.name,
              detail: (
                <>
                  {audience.status === 'draft' && <StatusBadge status="draft" />}
                  <span className="w-16 text-right" title={words.people(audience.total_audience_size)}>
                    {compactNumber(audience.total_audience_size)}
                  </span>
                </>
              ),
            }))}
            chosen={form.audience_ids}
            onToggle={id => change(now => withAudiences(now, toggled(now.audience_ids, id)))}
            error={fault}
            empty={
              asked.trim() ? (
                words.noAudience
              ) : (
                <>
                  {words.noAudiences}
                  <Button icon={<Users size={14} />} onClick={() => go('/audiences/new')}>
                    {words.createAudience}
                  </Button>
                </>
              )
            }
          />
        )}
        {found.length === SHOWN && <p className="text-sm text-ink-3">{words.firstOf(SHOWN)}</p>}
        <Fault>{fault}</Fault>
      </div>
      {only !== undefined && <Segments key={only} audience_id={only} controls={planner} />}
    </Step>
  )
}
