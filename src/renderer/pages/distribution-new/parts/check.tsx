// The fourth step: the verdict on each pair, those first that can't be planned.
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/ui/button.tsx'
import { Skeleton } from '../../../components/ui/states.tsx'
import { t } from '../../../messages/index.ts'
import { toggled } from '../model/form.ts'
import { inOrder } from '../model/verdicts.ts'
import { useNextStep } from '../use-next-step.ts'
import type { Planner } from '../use-planner.ts'
import { Pair } from './pair.tsx'
import { Step } from './step.tsx'

const words = t.plan
const PAGE = 20

function Pairs({ planner }: { planner: Planner }) {
  const { verdict, form, change } = planner
  const nextStep = useNextStep(planner)
  const [shown, setShown] = useState(PAGE)
  const pairs = inOrder(verdict.pairs ?? [])
  const more = Math.min(PAGE, pairs.length - shown)
  const ready = pairs.filter(pair => pair.ready).length
  return (
    <div>
      <p role="status" className="font-medium">
        {verdict.current ? words.pairs(ready, pairs.length) : words.checking}
      </p>
      <ul aria-busy={!verdict.current}>
        {pairs.slice(0, shown).map(pair => (
          <Pair
            key={`${pair.audience_id} ${pair.platform_id}`}
            verdict={pair}
            nextStep={nextStep}
            onLeaveOut={
              form.platform_ids.length > 1
                ? () => change(now => ({ ...now, platform_ids: toggled(now.platform_ids, pair.platform_id) }))
                : null
            }
          />
        ))}
      </ul>
      {more > 0 && <Button onClick={() => setShown(shown + PAGE)}>{words.morePairs(more)}</Button>}
    </div>
  )
}

function Verdicts({ planner }: { planner: Planner }) {
  const { verdict } = planner
  if (!verdict.complete) return <p className="text-ink-2">{words.notYet}</p>
  if (verdict.error)
    return (
      <div role="alert" className="flex items-start gap-3 rounded-md bg-red-tint px-3 py-2.5">
        <p className="min-w-0 flex-1" data-selectable>
          <span className="font-medium text-red">{words.checkFailed}.</span> {verdict.error.message}{' '}
          <span className="text-ink-2">{verdict.error.hint}</span>
        </p>
        <Button size="sm" icon={<RotateCw size={14} />} onClick={verdict.again}>
          {t.common.retry}
        </Button>
      </div>
    )
  if (!verdict.pairs)
    return (
      <div role="status" className="flex flex-col gap-2">
        <span className="sr-only">{words.checking}</span>
        <Skeleton className="h-5 w-80" />
        <Skeleton className="h-16 w-full" />
      </div>
    )
  return <Pairs planner={planner} />
}

export function CheckStep({ planner }: { planner: Planner }) {
  return (
    <Step number={4} name={words.check} hint={words.checkHint} done={planner.verdict.ready}>
      <div data-control="check" tabIndex={-1} className="rounded-sm outline-none">
        <Verdicts planner={planner} />
      </div>
    </Step>
  )
}
