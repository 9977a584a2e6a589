// What the form's controls are called; each carries the path that the core names its field by.
import type { PlatformDefinition } from '../../../shared/platforms/definition.ts'
import { t } from '../../messages/index.ts'

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
