// What the form of a plan holds, every value as it is typed or chosen, and what it comes to.
import type { Plan, When } from '../../../../shared/contract/distributions.ts'
import type { DistributionType, Schedule } from '../../../../shared/domain/distribution.ts'
import type { PlanPair } from '../../../../shared/domain/plan-pairs.ts'
import { isZone } from '../../../../shared/domain/schedule.ts'
import { isPrintable } from '../../../../shared/domain/values.ts'
import { t } from '../../../messages/index.ts'
import { todaysName } from './times.ts'

const words = t.plan.errors
const MOST = {
  audiences: 200,
  platforms: 100,
  pairs: 1_000,
  campaign_name: 200,
  notes: 4_000,
  comment: 1_000,
}
/** A time that was typed in during the last minute isn't late: the core thinks so too. */
const LATE_MS = 60_000

export type PlanForm = {
  audience_ids: readonly string[]
  /** `some` sends those of `segment_ids`; only with one audience. */
  segments: 'all' | 'some'
  segment_ids: readonly string[]
  platform_ids: readonly string[]
  /** Pairs of these that aren't planned. */
  leave_out: readonly PlanPair[]
  type: DistributionType | 'auto'
  kind: When['kind']
  /** As an input of date and time writes it, in the time of this computer. */
  at: string
  repeat: 'daily' | 'weekly' | 'monthly'
  time: string
  weekday: number
  day: string
  zone: string
  campaign_name: string
  notes: string
  request_approval: boolean
  approval_comment: string
}

/** The time zone that this computer is set to. */
export const ownZone = () => todaysName(Intl.DateTimeFormat().resolvedOptions().timeZone)

export function emptyPlan(
  audience_ids: readonly string[] = [],
  platform_ids: readonly string[] = [],
  zone = ownZone(),
): PlanForm {
  return {
    audience_ids,
    segments: 'all',
    segment_ids: [],
    platform_ids,
    leave_out: [],
    type: 'auto',
    kind: 'now',
    at: '',
    repeat: 'weekly',
    time: '09:00',
    weekday: 1,
    day: '1',
    zone,
    campaign_name: '',
    notes: '',
    request_approval: false,
    approval_comment: '',
  }
}

/** How many distributions it comes to. */
export const pairsIn = ({ audience_ids, platform_ids, leave_out }: PlanForm) =>
  audience_ids.length * platform_ids.length - leave_out.length

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/
const dayOf = (text: string) => (/^\d{1,2}$/.test(text.trim()) ? Number(text) : Number.NaN)

/** Null while something of it is missing. */
export function scheduleOf({ repeat, time, weekday, day, zone }: PlanForm): Schedule | null {
  if (!CLOCK.test(time) || !isZone(zone)) return null
  const base = { repeat, at: time, zone }
  if (repeat === 'weekly') return { ...base, weekday }
  if (repeat === 'daily') return base
  const number = dayOf(day)
  return number >= 1 && number <= 31 ? { ...base, day: number } : null
}

/** Control name → what is wrong with it, in the order of the page. The names are the core's paths. */
export type PlanErrors = ReadonlyMap<string, string>

export function checkPlan(form: PlanForm, now: Date): PlanErrors {
  const errors = new Map<string, string>()
  const { audience_ids, platform_ids } = form
  const pairs = audience_ids.length * platform_ids.length
  if (audience_ids.length === 0) errors.set('audience_ids', words.audience)
  else if (audience_ids.length > MOST.audiences) errors.set('audience_ids', words.tooManyAudiences)
  else if (pairs > MOST.pairs) errors.set('audience_ids', words.tooMany(pairs))
  if (form.segments === 'some' && form.segment_ids.length === 0) errors.set('segment_ids', words.segment)
  if (platform_ids.length === 0) errors.set('platform_ids', words.platform)
  else if (platform_ids.length > MOST.platforms) errors.set('platform_ids', words.tooManyPlatforms)
  if (form.kind === 'at') {
    const at = Date.parse(form.at)
    if (Number.isNaN(at)) errors.set('when.at', words.at)
    else if (at < now.getTime() - LATE_MS) errors.set('when.at', words.past)
  }
  if (form.kind === 'repeat') {
    const day = dayOf(form.day)
    if (form.repeat === 'monthly' && !(day >= 1 && day <= 31)) errors.set('when.schedule.day', words.day)
    if (!CLOCK.test(form.time)) errors.set('when.schedule.at', words.time)
    if (!isZone(form.zone)) errors.set('when.schedule.zone', words.zone)
  }
  const text = (control: string, value: string, most: number) => {
    if (value.length > most) errors.set(control, words.long(most))
    else if (!isPrintable(value)) errors.set(control, words.unprintable)
  }
  text('campaign_name', form.campaign_name, MOST.campaign_name)
  text('notes', form.notes, MOST.notes)
  if (form.request_approval) text('approval_comment', form.approval_comment, MOST.comment)
  if (pairs > 0 && pairsIn(form) === 0) errors.set('leave_out', words.nothingLeft)
  return errors
}

export type StepName = 'what' | 'segments' | 'where' | 'when' | 'more' | 'pairs'
const STEPS: Readonly<Record<string, StepName>> = {
  audience_ids: 'what',
  segment_ids: 'segments',
  platform_ids: 'where',
  leave_out: 'pairs',
}
/** The step that a control belongs to. */
export const stepOf = (control: string): StepName =>
  STEPS[control.split(/[.[]/)[0] ?? ''] ?? (control.startsWith('when') ? 'when' : 'more')

export function whenOf(form: PlanForm): When | null {
  if (form.kind === 'now') return { kind: 'now' }
  if (form.kind === 'at') return { kind: 'at', at: new Date(form.at).toISOString() }
  const schedule = scheduleOf(form)
  return schedule && { kind: 'repeat', schedule }
}

/** What is sent; null where something of it is missing or wrong. */
export function planOf(form: PlanForm, now: Date): Plan | null {
  if (checkPlan(form, now).size > 0) return null
  const when = whenOf(form)
  if (!when) return null
  const comment = form.approval_comment.trim()
  return {
    audience_ids: [...form.audience_ids],
    platform_ids: [...form.platform_ids],
    ...(form.leave_out.length > 0 && { leave_out: [...form.leave_out] }),
    segment_ids: form.segments === 'some' ? [...form.segment_ids] : [],
    ...(form.type !== 'auto' && { distribution_type: form.type }),
    when,
    ...(form.campaign_name.trim() !== '' && { campaign_name: form.campaign_name.trim() }),
    ...(form.notes.trim() !== '' && { notes: form.notes }),
    request_approval: form.request_approval,
    ...(form.request_approval && comment !== '' && { approval_comment: comment }),
  }
}

/**
 * What a verdict is asked on; null where something is missing. Words for people don't ask for a new one, and pairs that are
 * left out are looked at too, so that they can be put back at once.
 */
export function planToCheck(form: PlanForm, now: Date): Plan | null {
  const plan = planOf({ ...form, leave_out: [] }, now)
  if (!plan) return null
  const { campaign_name: _, notes: _notes, approval_comment: _comment, ...rest } = plan
  return rest
}

/** The value of a control, to tell whether it changed since it was refused. */
export function valueAt(form: PlanForm, control: string): string {
  const [root = ''] = control.split(/[.[]/)
  if (root === 'when')
    return JSON.stringify([form.kind, form.at, form.repeat, form.time, form.weekday, form.day, form.zone])
  if (root === 'segment_ids') return JSON.stringify([form.segments, form.segment_ids])
  return Object.hasOwn(form, root) ? JSON.stringify(form[root as keyof PlanForm]) : ''
}

const idsIn = (text: string | null) => [
  ...new Set((text ?? '').split(',').filter(id => /^[A-Za-z0-9_-]{1,64}$/.test(id))),
]

/** What an address asks to be chosen: `audiences=a,b&platforms=c`. Anything else in it is left alone. */
export function chosenIn(query: string): { audience_ids: string[]; platform_ids: string[] } {
  const asked = new URLSearchParams(query)
  return { audience_ids: idsIn(asked.get('audiences')), platform_ids: idsIn(asked.get('platforms')) }
}
