// The list's keys: move, open, preview, edit, test, copy, switch on and off, trash, menu, back out.
import type { KeyboardEvent } from 'react'
import { useLocation } from 'wouter'
import { copyRows } from '../../actions/export.ts'
import { changeStatus, copyPlatform, testConnection, trashPlatform } from '../../actions/platforms.ts'
import { copies } from '../../components/table/copies.ts'
import { movedTo } from '../../components/table/moves.ts'
import { editPlatformRoute } from '../platform/routes.ts'
import { rowSource } from './export.ts'
import { rowId } from './row.tsx'
import type { Row } from './rows.ts'
import type { View } from './view.ts'
import { changeView } from './view-store.ts'

type Given = {
  view: View
  rows: readonly Row[]
  cursor: number
  moveTo: (index: number) => void
  open: (id: string) => void
  openMenu: (index: number, at: { x: number; y: number }) => void
}

/** What a letter does with a living platform. */
const LETTERS: Record<string, (platform: Row['platform'], go: (route: string) => void) => void> = {
  e: ({ platform_id }, go) => go(editPlatformRoute(platform_id)),
  t: ({ platform_id }) => void testConnection(platform_id),
  d: platform => void copyPlatform(platform),
  a: platform => void changeStatus(platform, platform.status === 'active' ? 'inactive' : 'active'),
}

export function useListKeys({ view, rows, cursor, moveTo, open, openMenu }: Given) {
  const [, go] = useLocation()
  const platform = rows[cursor]?.platform

  const trash = () => {
    if (!platform || platform.deleted) return
    // The row below takes its place; the last one's is taken by the row above.
    moveTo(cursor + 1 < rows.length ? cursor + 1 : cursor - 1)
    void trashPlatform(platform)
  }
  const menuAtRow = () => {
    const box = document.getElementById(rowId(cursor))?.getBoundingClientRect()
    if (box) openMenu(cursor, { x: box.left + 56, y: box.bottom })
  }

  const own = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const letter = LETTERS[key]
    if (letter && platform && !platform.deleted) letter(platform, go)
    else if (key === 'Enter' && platform) open(platform.platform_id)
    else if (key === ' ') changeView({ inspector: !view.inspector })
    else if (key === 'Delete' || key === 'Backspace') trash()
    else if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) menuAtRow()
    else if (key === 'Escape' && view.inspector) changeView({ inspector: false })
    else return false
    return true
  }

  return (event: KeyboardEvent, pageRows: number) => {
    // Buttons inside the table keep their own keys; a cell that took the focus of a click doesn't.
    const target = event.target instanceof Element ? event.target : null
    if (target !== event.currentTarget && target?.closest('button, input, a, [role="columnheader"]')) return
    const row = rows[cursor]
    if (row && copies(event)) {
      event.preventDefault()
      return void copyRows(rowSource(row))
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const place = movedTo(event.key, cursor, rows.length, pageRows)
    if (place !== null) moveTo(place)
    else if (!own(event)) return
    event.preventDefault()
  }
}
