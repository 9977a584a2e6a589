// Which row the keyboard is on after rows came, went or changed places.
import type { Row } from './rows.ts'
import type { View } from './view.ts'

/** The row it was on, wherever that stands now; when that is gone, the one in its place. */
export function cursorIn(
  rows: readonly Row[],
  { current, cursor }: Pick<View, 'current' | 'cursor'>,
): number {
  const found = rows.findIndex(row => row.platform.platform_id === current)
  return found >= 0 ? found : Math.max(0, Math.min(cursor, rows.length - 1))
}
