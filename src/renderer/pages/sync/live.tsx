// BigQuery where the records are kept there: nothing to push, how old what is shown is, and whether all is as it must be.
import { CloudAlert, CloudCheck, CloudOff, Lock, RotateCw } from 'lucide-react'
import type { Connection, SyncStatus } from '../../../shared/contract/bigquery.ts'
import type { Live } from '../../../shared/contract/workspace.ts'
import { pull } from '../../actions/bigquery.ts'
import { useSetupCheck } from '../../api/bigquery.ts'
import { liveStandingOf, liveWord } from '../../components/sync/live.ts'
import { Button } from '../../components/ui/button.tsx'
import { useClock } from '../../lib/clock.ts'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { When } from '../audience/parts/facts.tsx'
import { Section } from '../audience/parts/section.tsx'
import { Fact } from '../distribution/parts/fact.tsx'
import { canMake } from './model/checks.ts'
import { Account } from './parts/facts.tsx'
import { LatestOutcome } from './parts/outcome.tsx'
import { CheckStep } from './set-up/check.tsx'
import { MakeStep } from './set-up/make.tsx'

const words = t.live.page
const facts = t.bigquery.connection
const CLOCK_MS = 5_000

function Standing({ live }: { live: Live }) {
  const now = useClock(CLOCK_MS)
  const standing = liveStandingOf(live)
  const [Icon, tone] =
    standing === 'offline'
      ? [CloudOff, 'text-amber']
      : standing === 'problem'
        ? [CloudAlert, 'text-red']
        : [CloudCheck, 'text-green']
  return (
    <Section title={words.title}>
      <p className="text-pretty text-ink-2">{words.hint}</p>
      <p role="status" className="flex items-center gap-2 font-medium tabular-nums">
        <Icon size={16} aria-hidden className={cx('shrink-0', tone)} />
        {liveWord(live, now)}
      </p>
      <ul className="flex max-w-[70ch] list-disc flex-col gap-1.5 pl-5 text-pretty text-ink-2 marker:text-ink-3">
        {words.points.map(point => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Section>
  )
}

function Facts({ connection, live }: { connection: Connection; live: Live }) {
  const { project, dataset, location, sign_in } = connection
  return (
    <Section title={words.facts}>
      <dl className="flex flex-col gap-3">
        <Fact name={facts.project}>{project}</Fact>
        <Fact name={facts.dataset}>{dataset}</Fact>
        <Fact name={facts.location}>{location}</Fact>
        <Fact name={facts.signIn}>
          {facts.ways[sign_in.kind]}
          <span className="block text-ink-2">
            {sign_in.account ? <Account address={sign_in.account} /> : facts.unknownAccount}
          </span>
        </Fact>
        <Fact name={words.lastRead}>{live.read_at ? <When iso={live.read_at} /> : words.never}</Fact>
      </dl>
      <p className="flex items-start gap-1.5 text-sm text-ink-3">
        <Lock size={12} aria-hidden className="mt-0.5 shrink-0" />
        {facts.fromEnvironment(connection.from_environment)}
      </p>
    </Section>
  )
}

type Props = { status: SyncStatus; connection: Connection; live: Live }

export function LivePage({ status, connection, live }: Props) {
  const checks = useSetupCheck().data
  const { project, dataset, location, sign_in } = connection
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <header className="sticky top-0 z-20 border-b border-line bg-surface">
        <div className="flex items-center gap-3 px-8 py-3">
          <div className="min-w-0 flex-1">
            <h1 className="truncate text-title font-semibold">{t.bigquery.title}</h1>
            <p className="truncate text-ink-2" data-selectable>
              {t.bigquery.place(project, dataset, location)}
              {sign_in.account && (
                <span className="text-ink-3"> {t.bigquery.signedInAs(sign_in.account)}</span>
              )}
            </p>
          </div>
          <Button
            size="lg"
            icon={<RotateCw size={16} className={cx(live.reading && 'animate-spin')} />}
            disabled={live.reading}
            onClick={() => void pull()}
          >
            {words.readButton}
          </Button>
        </div>
      </header>
      <div className="@container px-8 pt-5 pb-16">
        <div className="grid gap-x-12 gap-y-10 @4xl:grid-cols-[minmax(0,1fr)_260px]">
          <div className="flex min-w-0 flex-col gap-8">
            <LatestOutcome status={status} />
            <Standing live={live} />
            <CheckStep ready main={false} hint={words.checkHint} />
            {checks && canMake(checks) && <MakeStep main={false} />}
          </div>
          <aside aria-label={words.facts} className="flex min-w-0 flex-col gap-8">
            <Facts connection={connection} live={live} />
          </aside>
        </div>
      </div>
    </div>
  )
}
