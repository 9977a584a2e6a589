// Puts my change onto a version that was saved meanwhile: what I didn't touch takes theirs, what I did stays mine.
import type { PlanForm } from '../../distribution-new/model/form.ts'
import { changedParts, type Part } from './form.ts'

const TAKE: Record<Part, (form: PlanForm) => Partial<PlanForm>> = {
  segments: ({ segments, segment_ids }) => ({ segments, segment_ids }),
  when: ({ kind, at, repeat, time, weekday, day, zone }) => ({ kind, at, repeat, time, weekday, day, zone }),
  type: ({ type }) => ({ type }),
  campaign_name: ({ campaign_name }) => ({ campaign_name }),
  notes: ({ notes }) => ({ notes }),
}

/** `overruled`: where both sides changed the same thing differently; mine was kept. */
export type Merged = { form: PlanForm; overruled: Part[] }

export function mergeForms(base: PlanForm, mine: PlanForm, theirs: PlanForm): Merged {
  const own = changedParts(mine, base)
  const apart = new Set(changedParts(mine, theirs))
  return {
    form: Object.assign({}, theirs, ...own.map(part => TAKE[part](mine))),
    overruled: changedParts(theirs, base).filter(part => own.includes(part) && apart.has(part)),
  }
}
