// Backups by the clock: when, how many stay, and whether they are encrypted.
import { useState } from 'react'
import type { BackupState } from '../../../../shared/contract/backups.ts'
import type { InputOf } from '../../../../shared/contract.ts'
import { client } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { queryClient } from '../../../api/query-client.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Dialog } from '../../../components/ui/dialog.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { SegmentedControl } from '../../../components/ui/segmented.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { showError } from '../../../components/ui/toast.tsx'
import { exactDate, weekDay } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Row } from '../parts.tsx'
import { NewPassphrase, type Problem, problemOf, type Twice } from './passphrase.tsx'

const words = t.backups
/** A Sunday, for the names of days. */
const SUNDAY = new Date(2023, 0, 1)
const DAYS = [1, 2, 3, 4, 5, 6, 0].map(day => ({
  value: String(day),
  label: weekDay(new Date(2023, 0, SUNDAY.getDate() + day)),
}))

/** Whether it was taken; a refusal is told. */
export async function setUpBackups(change: InputOf<'backups.setUp'>): Promise<boolean> {
  const done = await client.backups.setUp(change)
  if (done.ok) queryClient.setQueryData(keys.backupState, done.value)
  else showError(done.error)
  return done.ok
}

type CountProps = {
  label: string
  value: number
  least: number
  most: number
  onSet: (value: number) => void
}

/** A number that is taken when it is left. */
function Count({ label, value, least, most, onSet }: CountProps) {
  const [text, setText] = useState(String(value))
  const leave = () => {
    const wanted = Number.parseInt(text, 10)
    const next = Number.isNaN(wanted) ? value : Math.min(most, Math.max(least, wanted))
    setText(String(next))
    if (next !== value) onSet(next)
  }
  return (
    <Field label={label} aside="" className="w-24">
      {control => (
        <Input
          {...control}
          inputMode="numeric"
          value={text}
          onChange={event => setText(event.target.value)}
          onBlur={leave}
        />
      )}
    </Field>
  )
}

function Time({ value }: { value: string }) {
  const [text, setText] = useState(value)
  return (
    <Field label={words.at} aside="" className="w-36">
      {control => (
        <Input
          {...control}
          type="time"
          value={text}
          onChange={event => setText(event.target.value)}
          onBlur={() => {
            if (text === '') setText(value)
            else if (text !== value) void setUpBackups({ at: text })
          }}
        />
      )}
    </Field>
  )
}

function PassphraseDialog({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState<Twice>({ first: '', again: '' })
  const [problem, setProblem] = useState<Problem | null>(null)
  const go = async () => {
    const wrong = problemOf(secret)
    setProblem(wrong)
    if (!wrong && (await setUpBackups({ passphrase: secret.first }))) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      width="md"
      title={words.keep.title}
      description={words.keep.description}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button variant="primary" onClick={() => void go()}>
            {words.keep.go}
          </Button>
        </>
      }
    >
      <div className="py-1">
        <NewPassphrase
          value={secret}
          problem={problem}
          onChange={next => {
            setSecret(next)
            setProblem(null)
          }}
        />
      </div>
    </Dialog>
  )
}

function Encryption({ encrypted }: { encrypted: boolean }) {
  const [asking, setAsking] = useState(false)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-2">{encrypted ? words.encrypted : words.notEncrypted}</span>
      <Button size="sm" onClick={() => setAsking(true)}>
        {encrypted ? words.changePassphrase : words.setPassphrase}
      </Button>
      {encrypted && (
        <Button size="sm" variant="ghost" onClick={() => void setUpBackups({ passphrase: null })}>
          {words.stopEncrypting}
        </Button>
      )}
      {asking && <PassphraseDialog onClose={() => setAsking(false)} />}
    </div>
  )
}

export function Clock({ state: { settings, next_at, last } }: { state: BackupState }) {
  const { repeat, at, weekday, keep_days, keep_weeks, encrypted } = settings
  return (
    <div className="flex flex-col gap-3">
      <Row label={words.clock}>
        <SegmentedControl
          label={words.clock}
          value={repeat}
          onChange={next => void setUpBackups({ repeat: next })}
          options={(['off', 'daily', 'weekly'] as const).map(value => ({
            value,
            label: words.repeats[value],
          }))}
        />
      </Row>
      {repeat !== 'off' && (
        <>
          <div className="flex flex-wrap gap-4">
            {repeat === 'weekly' && (
              <Field label={words.weekday} aside="" className="w-36">
                {control => (
                  <Select
                    {...control}
                    value={String(weekday)}
                    onChange={day => void setUpBackups({ weekday: Number(day) })}
                    options={DAYS}
                  />
                )}
              </Field>
            )}
            <Time key={at} value={at} />
            <Count
              key={`days-${keep_days}`}
              label={words.keepDays}
              value={keep_days}
              least={1}
              most={90}
              onSet={next => void setUpBackups({ keep_days: next })}
            />
            <Count
              key={`weeks-${keep_weeks}`}
              label={words.keepWeeks}
              value={keep_weeks}
              least={0}
              most={104}
              onSet={next => void setUpBackups({ keep_weeks: next })}
            />
          </div>
          <p className="max-w-[72ch] text-sm text-pretty text-ink-3">
            {words.keepHint(keep_days, keep_weeks)}
          </p>
          <Encryption encrypted={encrypted} />
          {next_at && <Row label={words.next}>{exactDate(next_at)}</Row>}
          <Row label={words.last}>{last?.name ? exactDate(last.at) : words.never}</Row>
        </>
      )}
    </div>
  )
}
