// The list's keys: move, open, preview, run, retry, decide, cancel, menu, back out.
import type { KeyboardEvent } from 'react'
import { useLocation } from 'wouter'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { copyRows } from '../../actions/export.ts'
import type { RunAction } from '../../components/distribution/state.ts'
import { copies } from '../../components/table/copies.ts'
import { movedTo } from '../../components/table/moves.ts'
import { act } from './act.ts'
import { rowSource } from './export.ts'
import { rowId } from './row.tsx'
import type { View } from './view.ts'
import { changeView } from './view-store.ts'

type Given = {
  view: View
  total: number
  cursor: number
  run: DistributionSummary | undefined
  moveTo: (index: number) => void
  open: (id: string) => void
  openMenu: (index: number, run: DistributionSummary, at: { x: number; y: number }) => void
}

/** What a key does where the state of the row allows it. */
const KEYS: Record<string, RunAction> = {
  n: 'runNow',
  e: 'change',
  r: 'retry',
  a: 'approve',
  j: 'reject',
  Delete: 'cancel',
  Backspace: 'cancel',
}

export function useListKeys({ view, total, cursor, run, moveTo, open, openMenu }: Given) {
  const [, go] = useLocation()

  const menuAtRow = () => {
    const box = document.getElementById(rowId(cursor))?.getBoundingClientRect()
    if (box && run) openMenu(cursor, run, { x: box.left + 56, y: box.bottom })
  }

  const own = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const action = KEYS[key]
    if (action) return run !== undefined && act(action, run, go)
    if (key === 'Enter' && run) open(run.distribution_id)
    else if (key === ' ') changeView({ inspector: !view.inspector })
    else if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) menuAtRow()
    else if (key === 'Escape' && view.inspector) changeView({ inspector: false })
    else return false
    return true
  }

  return (event: KeyboardEvent, pageRows: number) => {
    // Buttons inside the table keep their own keys; a cell that took the focus of a click doesn't.
    const target = event.target instanceof Element ? event.target : null
    if (target !== event.currentTarget && target?.closest('button, input, a, [role="columnheader"]')) return
    if (run && copies(event)) {
      event.preventDefault()
      return void copyRows(rowSource(run))
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const place = movedTo(event.key, cursor, total, pageRows)
    if (place !== null) moveTo(place)
    else if (!own(event)) return
    event.preventDefault()
  }
}
