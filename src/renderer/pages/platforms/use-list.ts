// The list's data: all platforms with what is worked out for them, those that are shown, and the row the keyboard is on.
import { useMemo } from 'react'
import { useActivities, usePlatforms } from '../../api/platforms.ts'
import { cursorIn } from './cursor.ts'
import { facetsOf, inTab, type Lists, matching, rowOf, sorted } from './rows.ts'
import { TABS, type Tab, type View } from './view.ts'

const NONE: readonly never[] = []

export function useList(view: View) {
  const living = usePlatforms()
  const trash = usePlatforms(true)
  const ids = useMemo(() => (living.data ?? NONE).map(platform => platform.platform_id).sort(), [living.data])
  const activities = useActivities(ids).data
  const lists = useMemo<Lists>(() => {
    const now = new Date()
    const rowsOf = (platforms: typeof living.data) =>
      (platforms ?? NONE).map(platform => rowOf(platform, activities?.[platform.platform_id], now))
    return { living: rowsOf(living.data), trash: rowsOf(trash.data) }
  }, [living.data, trash.data, activities])

  const { tab, search, filters, sort } = view
  const all = useMemo(() => inTab(lists, tab), [lists, tab])
  const rows = useMemo(() => sorted(matching(all, { search, filters }), sort), [all, search, filters, sort])
  const facets = useMemo(() => facetsOf(all, { search, filters }), [all, search, filters])
  const counts = useMemo(
    () => Object.fromEntries(TABS.map(each => [each, inTab(lists, each).length])) as Record<Tab, number>,
    [lists],
  )
  const asked = tab === 'trash' ? trash : living
  return {
    rows,
    all,
    facets,
    counts,
    cursor: cursorIn(rows, view),
    /** Nothing can be said yet. */
    waiting: asked.data === undefined && asked.error === null,
    error: asked.data === undefined ? asked.error : null,
    retry: () => void asked.refetch(),
  }
}
