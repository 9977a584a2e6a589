// A planned run in the form, what of it was changed, and what that sends.
import type { InputOf } from '../../../../shared/contract.ts'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { isHeld } from '../../../../shared/domain/distribution-change.ts'
import { whyAskAnew } from '../../../../shared/domain/distribution-moves.ts'
import { isRepeating } from '../../../../shared/domain/schedule.ts'
import { emptyPlan, type PlanForm, scheduleOf, whenOf } from '../../distribution-new/model/form.ts'

export const PARTS = ['segments', 'when', 'type', 'campaign_name', 'notes'] as const
/** What is changed, and kept or taken when two change it, as one. */
export type Part = (typeof PARTS)[number]

const MINUTE_MS = 60_000

/** As an input of date and time writes it, in the time of this computer. */
function localMinute(iso: string): string {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16)
}

/** A time that has come, of a run that waits for something else, is now. */
export function formOfRun(run: Distribution, now: Date): PlanForm {
  const { schedule, campaign_name = '', notes = '' } = run.metadata
  const { segments_distributed: segment_ids, scheduled_at } = run
  const ahead = scheduled_at !== null && Date.parse(scheduled_at) > now.getTime()
  const form: PlanForm = {
    ...emptyPlan([run.audience_id], [run.platform_id]),
    segments: segment_ids.length > 0 ? 'some' : 'all',
    segment_ids,
    type: run.distribution_type,
    campaign_name,
    notes,
    kind: ahead ? 'at' : 'now',
    at: ahead ? localMinute(scheduled_at) : '',
  }
  if (!schedule || !isRepeating(schedule)) return form
  const { repeat, at: time, zone, weekday = form.weekday, day = form.day } = schedule
  return { ...form, kind: 'repeat', repeat, time, zone, weekday, day: String(day) }
}

function whenKey(form: PlanForm): string {
  if (form.kind === 'now') return 'now'
  if (form.kind === 'at') return `at ${form.at}`
  const { repeat, time, zone, weekday, day } = form
  return [
    repeat,
    time,
    zone,
    ...(repeat === 'weekly' ? [weekday] : []),
    ...(repeat === 'monthly' ? [day] : []),
  ].join(' ')
}

const KEYS: Record<Part, (form: PlanForm) => string> = {
  segments: ({ segments, segment_ids }) => (segments === 'all' ? 'all' : [...segment_ids].sort().join('\n')),
  when: whenKey,
  type: ({ type }) => type,
  campaign_name: form => form.campaign_name.trim(),
  notes: ({ notes }) => notes,
}

/** What stands differently in the two, in the order of the form. */
export const changedParts = (a: PlanForm, b: PlanForm): Part[] =>
  PARTS.filter(part => KEYS[part](a) !== KEYS[part](b))

/** Only what was changed: a time that stays as it is is neither worked out anew nor refused as over. */
export function patchOf(form: PlanForm, baseline: PlanForm): InputOf<'distributions.update'>['patch'] {
  const changed = new Set(changedParts(form, baseline))
  const when = changed.has('when') ? whenOf(form) : null
  return {
    ...(changed.has('segments') && { segment_ids: form.segments === 'some' ? [...form.segment_ids] : [] }),
    ...(when && { when }),
    ...(changed.has('type') && form.type !== 'auto' && { distribution_type: form.type }),
    ...(changed.has('campaign_name') && { campaign_name: form.campaign_name.trim() }),
    ...(changed.has('notes') && { notes: form.notes }),
  }
}

/** Which change makes what was decided void, so that approval is asked for again; null where none does. */
export function askedAnew(run: Distribution, form: PlanForm): 'segments' | 'when' | null {
  const segments_distributed = form.segments === 'some' ? [...form.segment_ids] : []
  if (whyAskAnew(run, { ...run, segments_distributed })) return 'segments'
  const { schedule: _, ...metadata } = run.metadata
  const schedule = form.kind === 'repeat' ? scheduleOf(form) : null
  return whyAskAnew(run, { ...run, metadata: { ...metadata, ...(schedule && { schedule }) } }) ? 'when' : null
}

/** Whether saving it starts it. */
export const startsAtOnce = (run: Distribution, form: PlanForm, baseline: PlanForm): boolean =>
  form.kind === 'now' && baseline.kind !== 'now' && !isHeld(run) && askedAnew(run, form) === null
