// Controls by name: every field of the form carries the path that the core names it by, so that errors, focus and blur find it.
import type { PlatformDefinition } from '../../../shared/platforms/definition.ts'
import { focusWhenThere } from '../../lib/focus.ts'
import { t } from '../../messages/index.ts'

/** Spread on a control. */
export const control = (name: string) => ({ 'data-control': name })

export const controlName = (target: EventTarget): string | undefined =>
  target instanceof HTMLElement ? target.dataset.control : undefined

export const focusControl = (name: string): void =>
  focusWhenThere(() => document.querySelector<HTMLElement>(`[data-control="${CSS.escape(name)}"]`))

const OWN: Readonly<Record<string, string>> = {
  name: t.platformEdit.name,
  notes: t.platformEdit.notes,
  change_note: t.platformEdit.changeNote,
  settings: t.platformEdit.settings,
  credentials: t.platformEdit.credentials,
  'settings.default_match_rate': t.platformEdit.matchRate,
  'settings.auto_refresh': t.platformEdit.autoRefresh,
  'settings.refresh_frequency': t.platformEdit.frequency,
  'settings.approval_needed': t.platformEdit.approvalNeeded,
  'settings.cpm_fee': t.platformEdit.fee,
  'settings.currency': t.platformEdit.currency,
}

/** `settings.customer_id` → `Customer ID`. */
export function labelOf(name: string, definition: PlatformDefinition): string {
  const [group, key] = name.split(/\.(.*)/s, 2)
  const fields = group === 'credentials' ? definition.credentials : definition.settings
  return OWN[name] ?? fields.find(field => field.key === key)?.label ?? key ?? name
}

/** Messages of the rules are parts of sentences. */
export const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1)
