// The check: everything that a push needs, one by one, with what to do about what is missing.

import {
  CircleAlert,
  CircleCheck,
  CircleMinus,
  LoaderCircle,
  type LucideIcon,
  ShieldCheck,
} from 'lucide-react'
import type { SetupCheck } from '../../../../shared/contract/bigquery.ts'
import { inSentences } from '../../../../shared/errors.ts'
import { runCheck } from '../../../actions/bigquery.ts'
import { useSetupCheck } from '../../../api/bigquery.ts'
import { Button } from '../../../components/ui/button.tsx'
import { cx } from '../../../lib/cx.ts'
import { relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Step } from './step.tsx'

const words = t.bigquerySetUp
const LOOK: Record<SetupCheck['state'], { icon: LucideIcon; tone: string }> = {
  ok: { icon: CircleCheck, tone: 'text-green' },
  failed: { icon: CircleAlert, tone: 'text-red' },
  skipped: { icon: CircleMinus, tone: 'text-ink-3' },
}

function Item({ check: { state, message, hint } }: { check: SetupCheck }) {
  const { icon: Icon, tone } = LOOK[state]
  return (
    <li className="grid grid-cols-[16px_7rem_minmax(0,1fr)] items-start gap-x-2 border-b border-line py-1.5 last:border-b-0">
      <Icon size={16} aria-hidden className={cx('mt-0.5 shrink-0', tone)} />
      <span className={cx('whitespace-nowrap', state === 'failed' ? 'font-medium text-red' : 'text-ink-3')}>
        {words.states[state]}
      </span>
      <p className={cx('min-w-0 text-pretty break-words', state === 'skipped' && 'text-ink-3')}>
        {message} {hint && <span className="text-ink-2">{hint}</span>}
      </p>
    </li>
  )
}

/** `ready`: BigQuery can be asked at all, for there is a sign-in. `main`: it is what comes next. */
export function CheckStep({
  ready,
  main,
  hint = words.checkHint,
}: {
  ready: boolean
  main: boolean
  hint?: string
}) {
  const { data: checks, error, isFetching, dataUpdatedAt } = useSetupCheck()
  const failed = checks?.filter(({ state }) => state === 'failed').length ?? 0
  const found = !isFetching && checks
  const said = isFetching
    ? words.checking
    : error
      ? `${words.checkFailed}. ${inSentences(error)}`
      : found
        ? `${failed === 0 ? words.allFine : words.someFailed(failed)}. ${words.checked(relativeDate(new Date(dataUpdatedAt).toISOString()))}.`
        : undefined
  return (
    <Step
      state={isFetching ? 'running' : error || failed > 0 ? 'failed' : checks ? 'done' : 'open'}
      title={words.checkTitle}
      hint={hint}
      said={said}
      action={
        <Button
          size="lg"
          variant={main ? 'primary' : 'secondary'}
          icon={isFetching ? <LoaderCircle size={16} className="animate-spin" /> : <ShieldCheck size={16} />}
          disabled={!ready || isFetching}
          onClick={() => void runCheck()}
        >
          {checks ? words.checkAgain : words.check}
        </Button>
      }
    >
      {checks && (
        <ul aria-label={words.checks} className="pl-6" data-selectable>
          {checks.map(check => (
            <Item key={check.id} check={check} />
          ))}
        </ul>
      )}
    </Step>
  )
}
