// Puts my edit onto a version that was saved meanwhile: what I didn't touch takes theirs, what I did stays mine.
import { sameJson } from '../../../../shared/domain/diff.ts'
import type { Platform } from '../../../../shared/domain/platform.ts'
import type { Form } from './form.ts'

/** Names of the controls where both sides changed the same thing differently; mine was kept. */
export type Merged = { form: Form; overruled: string[] }

export function mergeForms(base: Form, mine: Form, theirs: Form): Merged {
  const overruled: string[] = []
  function pick<T>(control: string, of: (form: Form) => T): T {
    const [before, my, their] = [of(base), of(mine), of(theirs)]
    if (my === before) return their
    if (their !== before && their !== my) overruled.push(control)
    return my
  }
  const keys = Object.keys({ ...base.settings, ...mine.settings, ...theirs.settings })
  const form: Form = {
    name: pick('name', ({ name }) => name),
    notes: pick('notes', ({ notes }) => notes),
    settings: Object.fromEntries(
      keys.map(key => [key, pick(`settings.${key}`, ({ settings }) => settings[key] ?? '')]),
    ),
    match_rate: pick('settings.default_match_rate', ({ match_rate }) => match_rate),
    auto_refresh: pick('settings.auto_refresh', ({ auto_refresh }) => auto_refresh),
    refresh_frequency: pick('settings.refresh_frequency', ({ refresh_frequency }) => refresh_frequency),
    approval_needed: pick('settings.approval_needed', ({ approval_needed }) => approval_needed),
    cpm_fee: pick('settings.cpm_fee', ({ cpm_fee }) => cpm_fee),
    currency: pick('settings.currency', ({ currency }) => currency),
    secrets: mine.secrets,
    change_note: mine.change_note,
  }
  return { form, overruled }
}

type Seen = Pick<Platform, 'name' | 'notes' | 'settings' | 'credential_fields' | 'deleted'>
const seen = ({ name, notes, settings, credential_fields, deleted }: Seen) => ({
  name,
  notes,
  settings,
  credential_fields,
  deleted,
})

/** Whether the form would show both alike: a connection test or a change of status is nothing to decide about. */
export const sameInForm = (a: Seen, b: Seen) => sameJson(seen(a), seen(b))
