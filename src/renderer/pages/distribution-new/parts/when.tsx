// The third step: now, at a time, or again and again; with the next starts of a plan that repeats.
import { nextOccurrences } from '../../../../shared/domain/schedule.ts'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { SegmentedControl } from '../../../components/ui/segmented.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import type { Controls } from '../controls.ts'
import { ownZone, type PlanForm, scheduleOf } from '../model/form.ts'
import { momentIn, WEEKDAYS, zoneOptions } from '../model/times.ts'
import { Step } from './step.tsx'

const words = t.plan
const STARTS = 3
const KINDS = (['now', 'at', 'repeat'] as const).map(value => ({ value, label: words.kinds[value] }))
const REPEATS = (['daily', 'weekly', 'monthly'] as const).map(value => ({
  value,
  label: t.distributions.repeat[value],
}))

function NextStarts({ form, now }: { form: PlanForm; now: Date }) {
  const schedule = scheduleOf(form)
  const starts = schedule ? nextOccurrences(schedule, now, STARTS) : []
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-medium">{words.next}</h3>
      {starts.length === 0 ? (
        <p className="text-ink-2">{words.nextNone}</p>
      ) : (
        <ol aria-label={words.next} className="flex flex-col">
          {starts.map(start => (
            <li key={start} className="flex flex-wrap gap-x-3">
              <time dateTime={start}>{momentIn(start, form.zone)}</time>
              <span className="text-ink-3">{relativeDate(start, now.getTime())}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

function Repeating({ controls }: { controls: Controls }) {
  const { form, change, errors, now } = controls
  const fault = (name: string) => errors.shown.get(`when.schedule.${name}`)
  return (
    <>
      <div className="grid items-start gap-4 @md:grid-cols-2 @3xl:grid-cols-[1fr_1fr_1fr_1.5fr]">
        <Field label={words.repeat} required>
          {field => (
            <Select
              {...field}
              data-control="when.schedule.repeat"
              value={form.repeat}
              options={REPEATS}
              onChange={repeat => change(before => ({ ...before, repeat }))}
            />
          )}
        </Field>
        {form.repeat === 'weekly' && (
          <Field label={words.weekday} required>
            {field => (
              <Select
                {...field}
                data-control="when.schedule.weekday"
                value={String(form.weekday)}
                options={WEEKDAYS}
                onChange={weekday => change(before => ({ ...before, weekday: Number(weekday) }))}
              />
            )}
          </Field>
        )}
        {form.repeat === 'monthly' && (
          <Field label={words.day} required hint={words.dayHint} error={fault('day')}>
            {field => (
              <Input
                {...field}
                data-control="when.schedule.day"
                inputMode="numeric"
                value={form.day}
                onChange={event => change(before => ({ ...before, day: event.target.value }))}
              />
            )}
          </Field>
        )}
        <Field label={words.time} required error={fault('at')}>
          {field => (
            <Input
              {...field}
              data-control="when.schedule.at"
              type="time"
              value={form.time}
              onChange={event => change(before => ({ ...before, time: event.target.value }))}
            />
          )}
        </Field>
        <Field label={words.zone} required error={fault('zone')}>
          {field => (
            <Select
              {...field}
              data-control="when.schedule.zone"
              value={form.zone}
              options={zoneOptions(form.zone)}
              onChange={zone => change(before => ({ ...before, zone }))}
            />
          )}
        </Field>
      </div>
      <NextStarts form={form} now={now} />
    </>
  )
}

/** The choice of a time, without the step around it. */
export function WhenFields({ controls, startsNow }: { controls: Controls; startsNow: string }) {
  const { form, change, errors } = controls
  return (
    <>
      <div>
        <SegmentedControl
          label={words.when}
          value={form.kind}
          options={KINDS}
          onChange={kind => change(now => ({ ...now, kind }))}
        />
      </div>
      {form.kind === 'now' && <p className="text-ink-2">{startsNow}</p>}
      {form.kind === 'at' && (
        <Field
          label={words.at}
          required
          hint={words.atHint(ownZone())}
          error={errors.shown.get('when.at')}
          className="max-w-64"
        >
          {field => (
            <Input
              {...field}
              data-control="when.at"
              type="datetime-local"
              value={form.at}
              onChange={event => change(now => ({ ...now, at: event.target.value }))}
            />
          )}
        </Field>
      )}
      {form.kind === 'repeat' && <Repeating controls={controls} />}
    </>
  )
}

export function When({ controls }: { controls: Controls }) {
  return (
    <Step
      number={3}
      name={words.when}
      hint={words.whenHint}
      done={![...controls.errors.found.keys()].some(name => name.startsWith('when'))}
    >
      <WhenFields controls={controls} startsNow={words.startsNow} />
    </Step>
  )
}
