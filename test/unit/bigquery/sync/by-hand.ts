// What people do to rows by SQL, with and without a sign that a pull would notice.
import type { World } from './model.ts'

export const HANDS = ['deletes', 'edits', 'renames'] as const
export type Hand = (typeof HANDS)[number]

/** `edits`: the row keeps its revision. `renames`: it gets another one, but no `synced_at`. No row: nothing. */
export function byHand(world: World, account: string, audience_id: string, hand: Hand, name: string) {
  const rows = world.tables.get('audiences')
  const key = `${account} ${audience_id}`
  const row = rows?.get(key)
  if (!rows || !row) return
  if (hand === 'deletes') rows.delete(key)
  else rows.set(key, { ...row, name, ...(hand === 'renames' && { rev: `by hand ${name}` }) })
}
