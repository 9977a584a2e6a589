// The second step: platforms, each with how it is doing.
import { Plug, Search } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { usePlatforms } from '../../../api/platforms.ts'
import { shownHealth } from '../../../components/platform/health.ts'
import { HealthMark } from '../../../components/platform/health-mark.tsx'
import { TypeMark } from '../../../components/platform/type-mark.tsx'
import { Button } from '../../../components/ui/button.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { t } from '../../../messages/index.ts'
import { toggled, withPlatforms } from '../model/choices.ts'
import type { Planner } from '../use-planner.ts'
import { Fault, PickList } from './pick-list.tsx'
import { Step } from './step.tsx'

const words = t.plan
const SEARCH_FROM = 8

export function Where({ planner }: { planner: Planner }) {
  const { form, change, errors } = planner
  const [, go] = useLocation()
  const { data: platforms } = usePlatforms()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const fault = errors.shown.get('platform_ids')
  return (
    <Step
      number={2}
      name={words.where}
      hint={words.whereHint}
      done={!errors.found.has('platform_ids')}
      aside={
        form.platform_ids.length > 0 && (
          <span className="text-ink-2">{words.chosen(form.platform_ids.length)}</span>
        )
      }
    >
      <div className="flex flex-col gap-2">
        {platforms && platforms.length > SEARCH_FROM && (
          <Input
            type="search"
            aria-label={words.findPlatform}
            placeholder={words.findPlatform}
            icon={<Search size={16} />}
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
        )}
        {platforms && (
          <PickList
            label={words.platforms}
            control="platform_ids"
            className="max-h-64"
            items={platforms
              .filter(({ name }) => name.toLowerCase().includes(wanted))
              .map(platform => ({
                id: platform.platform_id,
                name: platform.name,
                mark: <TypeMark type={platform.platform_type} />,
                detail: <HealthMark state={shownHealth(platform).state} plain />,
              }))}
            chosen={form.platform_ids}
            onToggle={id => change(now => withPlatforms(now, toggled(now.platform_ids, id)))}
            error={fault}
            empty={
              platforms.length > 0 ? (
                words.noPlatform
              ) : (
                <>
                  {words.noPlatforms}
                  <Button icon={<Plug size={14} />} onClick={() => go('/platforms/new')}>
                    {words.connect}
                  </Button>
                </>
              )
            }
          />
        )}
        <Fault>{fault}</Fault>
      </div>
    </Step>
  )
}
