// How a difference is marked: struck out or underlined, with a sign and a colour, so that colour is never the only sign.
import { Fragment, type ReactNode, useMemo, useState } from 'react'
import { Button } from '../../../components/ui/button.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { diffWords } from '../model/words.ts'

const GONE = 'rounded-xs bg-red-tint text-red line-through decoration-red/60'
const NEW = 'rounded-xs bg-green-tint text-green underline decoration-green/60 underline-offset-2'

/** Screen readers mostly pass over del and ins, so the words are said. */
export const Gone = ({ children, className }: { children: ReactNode; className?: string }) => (
  <del className={cx(GONE, className)}>
    <span className="sr-only">{t.history.lost}: </span>
    {children}
  </del>
)
export const New = ({ children, className }: { children: ReactNode; className?: string }) => (
  <ins className={cx(NEW, className)}>
    <span className="sr-only">{t.history.gained}: </span>
    {children}
  </ins>
)

export function WordDiff({
  before,
  after,
  className,
}: {
  before: string
  after: string
  className?: string
}) {
  const pieces = useMemo(() => diffWords(before, after), [before, after])
  return (
    <p data-selectable className={cx('max-w-[96ch] break-words whitespace-pre-wrap', className)}>
      {pieces.map(({ kind, text }, index) => {
        // Pieces have no identity but their place.
        const key = `${index} ${kind}`
        if (kind === 'same') return <span key={key}>{text}</span>
        // The blank after a word isn't part of what is struck out or underlined.
        const word = text.trimEnd()
        const Mark = kind === 'gone' ? Gone : New
        return (
          <Fragment key={key}>
            <Mark>{word}</Mark>
            {text.slice(word.length)}
            {/* What replaces a text begins beside it, not in it. */}
            {kind === 'gone' && word === text && pieces[index + 1]?.kind === 'new' && ' '}
          </Fragment>
        )
      })}
    </p>
  )
}

const signed = (value: number, text: string) => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : text)

/** A difference of two counts with its sign, and in percent of what was before. */
export function Delta({ before, after }: { before: number; after: number }) {
  const delta = after - before
  const part = before > 0 ? Math.round((Math.abs(delta) / before) * 1_000) / 10 : null
  return (
    <span className={cx('whitespace-nowrap', delta > 0 && 'text-green', delta < 0 && 'text-red')}>
      {signed(delta, exactNumber(Math.abs(delta)))}
      {part !== null && delta !== 0 && (
        <span className="opacity-85"> ({signed(delta, `${exactNumber(part)}%`)})</span>
      )}
    </span>
  )
}

const STEP = 50

/** The first rows of a list, and a button for more: thousands at once would freeze the page. */
export function useSome<T>(items: readonly T[]): { shown: readonly T[]; more: ReactNode } {
  const [count, setCount] = useState(STEP)
  const rest = items.length - count
  const more = rest > 0 && (
    <div className="pt-2">
      <Button size="sm" onClick={() => setCount(count + 4 * STEP)}>
        {t.history.showMore(Math.min(rest, 4 * STEP))}
      </Button>
    </div>
  )
  return { shown: items.slice(0, count), more }
}

export function Some<T>({ items, render }: { items: readonly T[]; render: (item: T) => ReactNode }) {
  const { shown, more } = useSome(items)
  return (
    <>
      {shown.map(render)}
      {more}
    </>
  )
}

type SignedProps<T> = { sign: '+' | '−' | '±'; items: readonly T[]; render: (item: T) => ReactNode }

/** Rows under a sign: + what came, − what went, ± what changed. Nothing where there are none. */
export function SignedList<T>({ sign, items, render }: SignedProps<T>) {
  if (items.length === 0) return null
  const tone = { '+': 'text-green', '−': 'text-red', '±': 'text-ink-3' }[sign]
  return (
    <div className="grid grid-cols-[16px_minmax(0,1fr)] items-baseline">
      <span aria-hidden className={cx('font-semibold', tone)}>
        {sign}
      </span>
      <div className="min-w-0">
        <Some items={items} render={render} />
      </div>
    </div>
  )
}
