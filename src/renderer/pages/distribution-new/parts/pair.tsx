// The verdict on one audience and one platform: how it stands, what is expected, and each finding with its next step.
import { CircleAlert, CircleCheck, CircleSlash, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import { Fragment, useId } from 'react'
import type { Check, Verdict } from '../../../../shared/contract/distributions.ts'
import { TypeMark } from '../../../components/platform/type-mark.tsx'
import { Button } from '../../../components/ui/button.tsx'
import { Badge, type Tone } from '../../../components/ui/status.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { type Standing, standingOf, type Total, toSay } from '../model/verdicts.ts'

const words = t.plan

const STANDING: Record<Standing, { tone: Tone; icon: LucideIcon; label: string }> = {
  blocked: { tone: 'red', icon: CircleAlert, label: words.blocked },
  warned: { tone: 'amber', icon: TriangleAlert, label: words.withWarnings },
  ready: { tone: 'green', icon: CircleCheck, label: words.ready },
}
const LEFT_OUT = { tone: 'grey', icon: CircleSlash, label: words.leftOutMark } as const
const LEVEL: Record<Check['level'], { icon: LucideIcon; tone: string }> = {
  block: { icon: CircleAlert, tone: 'text-red' },
  warning: { icon: TriangleAlert, tone: 'text-amber' },
  note: { icon: Info, tone: 'text-blue' },
  ok: { icon: CircleCheck, tone: 'text-green' },
}

const money = (amount: number, currency: string) =>
  `${exactNumber(Math.round(amount * 100) / 100)} ${currency}`

/** What several cost together, and of how many that isn't known; null where nothing is. */
export function togetherText({ costs, unknown }: Total): string | null {
  if (costs.length === 0) return null
  return words.together(
    costs.map(({ amount, currency }) => money(amount, currency)),
    unknown,
  )
}

function expectations({ people, forecast, cost }: Verdict): string[] {
  const number = (value: number | null) => (value === null ? null : exactNumber(value))
  const at = (rate: number | null) => (rate === null ? null : Math.round(people * rate))
  const matches = number(forecast.matches)
  return [
    words.people(people),
    ...(matches === null
      ? []
      : [words.matches(matches, number(at(forecast.low)), number(at(forecast.high)))]),
    ...(cost ? [words.cost(money(cost.amount, cost.currency))] : []),
  ]
}

type NextStep = (check: Check, verdict: Verdict) => { label: string; run: () => void } | null

function Finding({ check, verdict, nextStep }: { check: Check; verdict: Verdict; nextStep: NextStep }) {
  const { icon: Icon, tone } = LEVEL[check.level]
  const next = check.level === 'ok' ? null : nextStep(check, verdict)
  return (
    <li className="flex items-start gap-2">
      <Icon size={16} aria-hidden className={cx('mt-0.5 shrink-0', tone)} />
      <div className="min-w-0 flex-1" data-selectable>
        <span className="sr-only">{words.levels[check.level]}: </span>
        {check.message} {check.hint && <span className="text-ink-2">{check.hint}</span>}
      </div>
      {next && (
        <Button
          size="sm"
          aria-label={words.nextFor(next.label, verdict.audience_name, verdict.platform_name)}
          onClick={next.run}
        >
          {next.label}
        </Button>
      )}
    </li>
  )
}

type Props = {
  verdict: Verdict
  nextStep: NextStep
  leftOut: boolean
  /** Leaves it out, or puts it back; null where it is the only one. */
  onToggle: (() => void) | null
}

function Findings({ verdict, nextStep }: Pick<Props, 'verdict' | 'nextStep'>) {
  const { said, fine } = toSay(verdict.checks)
  return (
    <>
      <p className="text-ink-2" data-selectable>
        {expectations(verdict).map((text, index) => (
          <Fragment key={text}>
            {index > 0 && <span aria-hidden> · </span>}
            <span className="whitespace-nowrap">{text}</span>
          </Fragment>
        ))}
      </p>
      {said.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {said.map(check => (
            <Finding key={check.id} check={check} verdict={verdict} nextStep={nextStep} />
          ))}
        </ul>
      )}
      {fine.length > 0 && (
        <details className="group">
          <summary className="w-fit rounded-sm text-sm text-ink-3 hover:text-ink">
            {words.fine(fine.length)}
          </summary>
          <ul className="flex flex-col gap-1 pt-1.5">
            {fine.map(check => (
              <Finding key={check.id} check={check} verdict={verdict} nextStep={nextStep} />
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

export function Pair({ verdict, nextStep, leftOut, onToggle }: Props) {
  const id = useId()
  const { audience_name, platform_name } = verdict
  const { tone, icon, label } = leftOut ? LEFT_OUT : STANDING[standingOf(verdict)]
  const toggle = leftOut ? words.putBack : words.leaveOut
  return (
    <li aria-labelledby={id} className="flex flex-col gap-2 border-b border-line py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <TypeMark type={verdict.platform_type} />
        <h3
          id={id}
          className={cx('min-w-0 font-medium break-words', leftOut && 'text-ink-3 line-through')}
          data-selectable
        >
          {audience_name} <span aria-hidden>→</span>
          <span className="sr-only">{words.to}</span> {platform_name}
        </h3>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
        {onToggle && (
          <Button
            size="sm"
            variant="ghost"
            className="ml-auto"
            aria-label={words.nextFor(toggle, audience_name, platform_name)}
            onClick={onToggle}
          >
            {toggle}
          </Button>
        )}
      </div>
      {!leftOut && <Findings verdict={verdict} nextStep={nextStep} />}
    </li>
  )
}
