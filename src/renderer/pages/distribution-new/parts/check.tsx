// The fourth step: the verdict on each pair, those first that can't be planned.
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/ui/button.tsx'
import { Skeleton } from '../../../components/ui/states.tsx'
import { t } from '../../../messages/index.ts'
import { withLeftOut, withPutBack } from '../model/choices.ts'
import { inOrder, totalOf } from '../model/verdicts.ts'
import { useNextStep } from '../use-next-step.ts'
import type { Planner } from '../use-planner.ts'
import { Pair, togetherText } from './pair.tsx'
import { Fault } from './pick-list.tsx'
import { Step } from './step.tsx'

const words = t.plan
const PAGE = 20

/** How many can be planned and what they cost together, with the ways to leave out and put back many at once. */
function Summary({ planner }: { planner: Planner }) {
  const { verdict, change, errors } = planner
  const { pairs = [], kept = [], left } = verdict
  const ready = kept.filter(pair => pair.ready)
  const cost = kept.length > 1 ? togetherText(totalOf(kept)) : null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <div className="min-w-64 flex-1">
        <p role="status" className="font-medium">
          {verdict.current ? words.pairs(ready.length, kept.length) : words.checking}
          {left.size > 0 && kept.length > 0 && ` ${words.leftOut(left.size)}`}
        </p>
        {cost && <p className="text-ink-2">{cost}</p>}
        <Fault>{errors.shown.get('leave_out')}</Fault>
      </div>
      {ready.length > 0 && ready.length < kept.length && (
        <Button
          size="sm"
          onClick={() =>
            change(now =>
              withLeftOut(
                now,
                kept.filter(pair => !pair.ready),
              ),
            )
          }
        >
          {words.leaveOutBlocked(kept.length - ready.length)}
        </Button>
      )}
      {left.size > 0 && (
        <Button size="sm" data-control="leave_out" onClick={() => change(now => withPutBack(now, pairs))}>
          {words.putAllBack}
        </Button>
      )}
    </div>
  )
}

function Pairs({ planner }: { planner: Planner }) {
  const { verdict, change } = planner
  const nextStep = useNextStep(planner)
  const [shown, setShown] = useState(PAGE)
  const pairs = inOrder(verdict.pairs ?? [])
  const more = Math.min(PAGE, pairs.length - shown)
  return (
    <div className="flex flex-col items-stretch">
      <Summary planner={planner} />
      <ul aria-busy={!verdict.current}>
        {pairs.slice(0, shown).map(pair => {
          const leftOut = verdict.left.has(pair)
          return (
            <Pair
              key={`${pair.audience_id} ${pair.platform_id}`}
              verdict={pair}
              nextStep={nextStep}
              leftOut={leftOut}
              onToggle={
                pairs.length > 1
                  ? () => change(now => (leftOut ? withPutBack(now, [pair]) : withLeftOut(now, [pair])))
                  : null
              }
            />
          )
        })}
      </ul>
      {more > 0 && (
        <Button className="self-start" onClick={() => setShown(shown + PAGE)}>
          {words.morePairs(more)}
        </Button>
      )}
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
