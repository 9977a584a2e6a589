// The list's own keys: open, preview, edit, trash, menu, back out. Moving and selecting are in use-selection.
import type { KeyboardEvent } from 'react'
import { useLocation } from 'wouter'
import type { AudienceSummary } from '../../../shared/domain/audience.ts'
import { copies } from '../../components/table/copies.ts'
import { change } from './changes.ts'
import { rowId } from './row.tsx'
import type { MenuPlace } from './row-menu.tsx'
import type { Selection } from './selection.ts'
import type { useSelection } from './use-selection.ts'
import type { View } from './view.ts'
import { changeView } from './view-store.ts'

type Given = {
  view: View
  current: AudienceSummary | undefined
  cursor: number
  selection: Selection
  onKey: ReturnType<typeof useSelection>['onKey']
  /** What is selected, or the row. */
  copy: () => void
  clear: () => void
  open: (id: string) => void
  openMenu: (place: MenuPlace) => void
}

export function useListKeys({ view, current, cursor, selection, copy, onKey, clear, open, openMenu }: Given) {
  const [, go] = useLocation()

  const trash = () => {
    if (view.tab === 'trash' || selection.all) return
    if (selection.ids.size > 0) {
      clear()
      void change([...selection.ids], { do: 'delete' })
    } else if (current) void change([current.audience_id], { do: 'delete' }, current.name)
  }
  const menuAtRow = () => {
    const box = document.getElementById(rowId(cursor))?.getBoundingClientRect()
    if (current && box) openMenu({ item: current, x: box.left + 56, y: box.bottom })
  }

  const own = (event: KeyboardEvent): boolean => {
    if (event.altKey || event.ctrlKey || event.metaKey) return false
    if (event.key === 'Enter' && current) open(current.audience_id)
    else if (event.key === ' ') changeView({ inspector: !view.inspector })
    else if (event.key === 'e' && current && !current.deleted) go(`/audiences/${current.audience_id}/edit`)
    else if (event.key === 'Delete' || event.key === 'Backspace') trash()
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) menuAtRow()
    else if (event.key === 'Escape' && view.inspector) changeView({ inspector: false })
    else return false
    return true
  }

  return (event: KeyboardEvent, pageRows: number) => {
    // Buttons inside the table keep their own keys; a cell that took the focus of a click doesn't.
    const target = event.target instanceof Element ? event.target : null
    if (target !== event.currentTarget && target?.closest('button, input, a, [role="columnheader"]')) return
    if (copies(event)) copy()
    else if (!onKey(event, pageRows) && !own(event)) return
    event.preventDefault()
  }
}
