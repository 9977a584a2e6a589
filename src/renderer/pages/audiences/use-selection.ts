// Moving and selecting in the list, by mouse and by keyboard.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { movedTo } from '../../components/table/moves.ts'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { isMod } from '../../lib/platform.ts'
import { t } from '../../messages/index.ts'
import { EVERYTHING, MOST_IDS, NOTHING, rangeOf, type Selection, toggled } from './selection.ts'
import type { Rows } from './use-rows.ts'
import { changeView } from './view-store.ts'

type Given = { rows: Rows; cursor: number; questionKey: string }
type Keys = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

export function useSelection({ rows, cursor, questionKey }: Given) {
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const anchor = useRef(cursor)
  /** Ids of a range may have to be fetched; only the newest range counts. */
  const newest = useRef(0)
  const pending = useRef(false)
  const latest = useRef({ rows, cursor, selection })
  useEffect(() => {
    latest.current = { rows, cursor, selection }
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, nothing selected
  useEffect(() => {
    newest.current++
    anchor.current = latest.current.cursor
    setSelection(NOTHING)
  }, [questionKey])

  const moveTo = useCallback((index: number) => {
    anchor.current = index
    changeView({ cursor: index })
  }, [])

  const selectRows = useCallback(async (from: number, to: number) => {
    const turn = ++newest.current
    pending.current = true
    try {
      const ids = await latest.current.rows.idsOf(from, to)
      if (turn === newest.current) setSelection({ all: false, ids: new Set(ids) })
    } catch (error) {
      // The cache throws what the core refused with.
      showError(error as AppError)
    }
    if (turn === newest.current) pending.current = false
  }, [])

  const extendTo = useCallback(
    (index: number) => {
      const { from, to, cut } = rangeOf(anchor.current, index)
      changeView({ cursor: index })
      void selectRows(from, to)
      if (cut) showToast({ title: t.list.selectionLimit(MOST_IDS) })
    },
    [selectRows],
  )

  const toggle = useCallback((id: string) => {
    newest.current++
    setSelection(current => toggled(current, id))
  }, [])

  const clear = useCallback(() => {
    newest.current++
    pending.current = false
    setSelection(NOTHING)
  }, [])

  /** First everything, or as many as one change takes; asked again, all that match. */
  const selectAll = useCallback(() => {
    const { rows, selection } = latest.current
    const most = Math.min(rows.total, MOST_IDS)
    if (rows.total > MOST_IDS && selection.ids.size >= most) setSelection(EVERYTHING)
    else if (most > 0) void selectRows(0, most - 1)
  }, [selectRows])

  const click = useCallback(
    (index: number, id: string, how: 'plain' | 'toggle' | 'range') => {
      if (how === 'range') return extendTo(index)
      moveTo(index)
      if (how === 'toggle') toggle(id)
      else clear()
    },
    [extendTo, moveTo, toggle, clear],
  )

  /** Whether the key was one of ours. */
  const onKey = (event: Keys, pageRows: number): boolean => {
    const { rows, cursor } = latest.current
    const target = event.altKey ? null : movedTo(event.key, cursor, rows.total, pageRows)
    if (target !== null) {
      if (event.shiftKey) extendTo(target)
      else moveTo(target)
      return true
    }
    const item = rows.rowAt(cursor)
    if (isMod(event) && event.key.toLowerCase() === 'a') selectAll()
    else if (item && (event.key === 'x' || (isMod(event) && event.key === ' '))) toggle(item.audience_id)
    else if (event.key === 'Escape' && (pending.current || selection.all || selection.ids.size > 0)) clear()
    else return false
    return true
  }

  return { selection, click, clear, selectAll, selectMatching: () => setSelection(EVERYTHING), onKey }
}
