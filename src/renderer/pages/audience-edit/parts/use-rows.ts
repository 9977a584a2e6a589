// Moving rows of a grid: by grip and keys, by dragging, and moving between cells of a column by arrow keys.
import { type DragEvent, type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { controlName, focusControl } from '../../../components/form/controls.ts'
import type { Form } from '../model/form.ts'
import { moveRow, placeRow } from '../model/rows.ts'
import type { Change } from './basics.tsx'

type List = 'segments' | 'variables'

const reordered = (
  form: Form,
  list: List,
  move: <T extends { key: string }>(rows: readonly T[]) => T[],
): Form =>
  list === 'segments'
    ? { ...form, segments: move(form.segments) }
    : { ...form, variables: move(form.variables) }

/** The row that is pointed at. */
const target = (event: DragEvent) =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined

export function useRows(list: List, change: Change, reveal: (index: number) => void) {
  const dragged = useRef<string | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const revealRef = useRef(reveal)
  revealRef.current = reveal

  const onMove = useCallback(
    (key: string, step: number) => {
      change(form => reordered(form, list, rows => moveRow(rows, key, step)))
      // The row is drawn anew in its new place.
      requestAnimationFrame(() => focusControl(`grip/${key}`))
    },
    [change, list],
  )
  const onDragStart = useCallback((key: string, event: DragEvent) => {
    dragged.current = key
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', '')
  }, [])
  const drop = useMemo(
    () => ({
      onDragOver: (event: DragEvent) => {
        const key = target(event)
        if (!dragged.current || !key) return
        event.preventDefault()
        setOver(key === dragged.current ? null : key)
      },
      onDrop: (event: DragEvent) => {
        const [from, to] = [dragged.current, target(event)]
        if (from && to) change(form => reordered(form, list, rows => placeRow(rows, from, to)))
        event.preventDefault()
        dragged.current = null
        setOver(null)
      },
      onDragEnd: () => {
        dragged.current = null
        setOver(null)
      },
    }),
    [change, list],
  )

  /** Up and down go to the same column of the next row, as in a spreadsheet. */
  const stepCell = (event: KeyboardEvent, keys: readonly string[]): boolean => {
    const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const [at, key = '', field] = (controlName(event.target) ?? '').split('/')
    if (step === 0 || at !== list || !field || event.nativeEvent.isComposing) return false
    const index = keys.indexOf(key) + step
    const next = keys[index]
    if (next === undefined) return false
    event.preventDefault()
    revealRef.current(index)
    focusControl(`${list}/${next}/${field}`)
    return true
  }
  return { onMove, onDragStart, drop, over, stepCell }
}
