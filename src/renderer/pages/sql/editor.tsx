// Where the query is written: a plain text field with line numbers. Tab leaves it, as it leaves every field.
import { useEffect, useRef } from 'react'
import { cx } from '../../lib/cx.ts'
import { keysOf } from '../../lib/platform.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { draftStore, placeOf, placeStore, runStore, write } from './query-store.ts'

const words = t.sql
export const EDITOR_ID = 'sql-query'
const HINT_ID = 'sql-query-hint'
const LINES = { least: 5, most: 16 }
/** The word that a place points to. */
const WORD = /^(\p{L}|\p{N}|_)*/u

const editor = () => document.getElementById(EDITOR_ID) as HTMLTextAreaElement | null

/** Selects the word at a place and brings it into view. */
export function goTo(offset: number): void {
  const field = editor()
  if (!field) return
  const word = WORD.exec(field.value.slice(offset))?.[0].length ?? 0
  field.focus()
  field.setSelectionRange(offset, offset + Math.max(1, word))
}

/** Puts a name where the caret is, with undo, as if it had been typed. */
export function insert(text: string): void {
  const field = editor()
  if (!field) return
  field.focus()
  const before = field.value.slice(0, field.selectionStart)
  const after = field.value.slice(field.selectionEnd)
  const gap = before === '' || /[\s(.,]$/.test(before) ? '' : ' '
  const spaced = `${gap}${text}${/^[\p{L}\p{N}_]/u.test(after) ? ' ' : ''}`
  // The only way to write into a field that Undo knows of.
  if (!document.execCommand('insertText', false, spaced)) write(before + spaced + after)
}

export function Editor() {
  const { sql } = useStore(draftStore)
  const run = useStore(runStore)
  const place = useStore(placeStore)
  const gutter = useRef<HTMLDivElement>(null)
  const lines = sql.split('\n').length
  const fault = run?.state === 'failed' && run.sql === sql ? placeOf(run.error) : null

  useEffect(() => {
    if (place === null) return
    placeStore.set(null)
    // Nobody who went on to somewhere else is called back.
    if (document.activeElement === editor() || document.activeElement === document.body) goTo(place)
  }, [place])

  return (
    <div className="flex overflow-hidden rounded-md border border-line-strong bg-surface transition-colors focus-within:border-focus focus-within:outline-1 focus-within:outline-focus">
      <div
        ref={gutter}
        aria-hidden
        className="w-11 shrink-0 overflow-hidden border-r border-line bg-sunken py-2 text-right font-mono text-base text-ink-3 select-none"
        style={{ height: heightOf(lines) }}
      >
        {Array.from({ length: lines }, (_, index) => index + 1).map(line => (
          <div
            key={line}
            className={cx('pr-2', line === fault?.line && 'bg-red-tint font-semibold text-red')}
          >
            {line}
          </div>
        ))}
      </div>
      <textarea
        id={EDITOR_ID}
        aria-label={words.query}
        aria-describedby={HINT_ID}
        aria-invalid={fault ? true : undefined}
        value={sql}
        onChange={event => write(event.target.value)}
        onScroll={event => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
        }}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        autoComplete="off"
        wrap="off"
        maxLength={100_000}
        placeholder={words.queryExample}
        className="min-w-0 flex-1 resize-none bg-transparent px-3 py-2 font-mono text-base text-ink outline-none"
        style={{ height: heightOf(lines) }}
      />
      <span id={HINT_ID} className="sr-only">
        {words.queryHint(keysOf('mod+enter').join('+'))}
      </span>
    </div>
  )
}

/** Lines of 20 pixels, and the room above and below them. */
const heightOf = (lines: number) => Math.min(LINES.most, Math.max(LINES.least, lines + 1)) * 20 + 16
