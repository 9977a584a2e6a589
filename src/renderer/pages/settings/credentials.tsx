// Where the secrets of platforms are kept and whether they can be reached, and the daily check of all accounts.

import { CircleCheck, LoaderCircle, Lock, type LucideIcon, RotateCw, TriangleAlert } from 'lucide-react'
import type { OutputOf } from '../../../shared/contract.ts'
import { inSentences } from '../../../shared/errors.ts'
import { useCredentialStore } from '../../api/platforms.ts'
import { setPreferences, usePreferences } from '../../api/preferences.ts'
import { Button } from '../../components/ui/button.tsx'
import { Checkbox } from '../../components/ui/checkbox.tsx'
import { t } from '../../messages/index.ts'
import { Row, Section } from './parts.tsx'

const words = t.credentialSettings

type Store = OutputOf<'credentials.state'>
type Look = { icon: LucideIcon; tone: string }
const LOOKS: Record<Store['state'], Look> = {
  available: { icon: CircleCheck, tone: 'text-green' },
  locked: { icon: Lock, tone: 'text-amber' },
  unavailable: { icon: TriangleAlert, tone: 'text-amber' },
}
const FORGETFUL: Look = { icon: TriangleAlert, tone: 'text-amber' }

function Kind({ store: { kind, state } }: { store: Store }) {
  const { icon: Icon, tone } = kind === 'memory' ? FORGETFUL : LOOKS[state]
  return (
    <>
      <Icon size={16} aria-hidden className={`shrink-0 ${tone}`} />
      <span className="-ml-1.5">
        {words.kinds[kind]}
        {kind !== 'memory' && `, ${words.states[state]}`}
      </span>
    </>
  )
}

function Place() {
  const { data: store, error, isFetching, refetch } = useCredentialStore()
  const Icon = isFetching ? LoaderCircle : RotateCw
  return (
    <div className="flex flex-col gap-1">
      <Row label={words.keptIn}>
        {store ? <Kind store={store} /> : t.common.dash}
        <Button
          className="ml-auto"
          aria-disabled={isFetching || undefined}
          icon={<Icon size={14} className={isFetching ? 'animate-spin' : undefined} />}
          onClick={() => {
            if (!isFetching) void refetch()
          }}
        >
          {isFetching ? words.checking : words.checkAgain}
        </Button>
      </Row>
      {/* Tells the outcome of each check; while one runs, what was known stays. */}
      <div role="status" data-selectable className="max-w-[72ch] text-pretty text-ink-2">
        {!store && !error && <p>{words.checkingHint}</p>}
        {!store && error && (
          <p>
            <span className="font-medium text-ink">{words.failed}.</span> {inSentences(error)}
          </p>
        )}
        {store && <p>{inSentences(store)}</p>}
        {store && store.removals_waiting > 0 && (
          <p>
            {words.removals(store.removals_waiting)} {words.removalsHint}
          </p>
        )}
      </div>
    </div>
  )
}

export function Credentials() {
  const preferences = usePreferences().data
  return (
    <Section id="credentials">
      <Place />
      {preferences && (
        <div>
          <Checkbox
            label={words.daily}
            checked={preferences.check_platforms_daily}
            onChange={check_platforms_daily => setPreferences({ check_platforms_daily })}
          />
          <p className="max-w-[72ch] pt-1 pl-6 text-sm text-pretty text-ink-3">{words.dailyHint}</p>
        </div>
      )}
    </Section>
  )
}
