// From what a person asks for to the instant of the first start.
import type { When } from '../../../shared/contract/distributions.ts'
import type { Schedule } from '../../../shared/domain/distribution.ts'
import { isRepeating, isZone, nextOccurrence } from '../../../shared/domain/schedule.ts'
import { invalid, ok, type Result } from '../../../shared/errors.ts'

/** A minute in the past is now: clocks of two doors differ a little. */
const LATE_MS = 60_000

export type Start = { scheduled_at: string; schedule: Schedule | null }

/** `validation_failed` for a time that is over and for a zone that isn't known. */
export function startOf(when: When, now: Date): Result<Start> {
  switch (when.kind) {
    case 'now':
      return ok({ scheduled_at: now.toISOString(), schedule: null })
    case 'at':
      return Date.parse(when.at) < now.getTime() - LATE_MS
        ? invalid([{ path: 'when.at', message: 'is over already' }])
        : ok({ scheduled_at: when.at, schedule: null })
    case 'repeat': {
      const { schedule } = when
      if (!isZone(schedule.zone))
        return invalid([{ path: 'when.schedule.zone', message: 'is not a time zone such as Europe/Berlin' }])
      if (!isRepeating(schedule))
        return invalid([{ path: 'when.schedule.repeat', message: 'must be daily, weekly or monthly' }])
      return ok({ scheduled_at: nextOccurrence(schedule, now).toISOString(), schedule })
    }
  }
}
