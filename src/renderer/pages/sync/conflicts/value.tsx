// One field of one side: what it did to what both began from; and the result, as it will be.
import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Side, SyncedEntity } from '../../../../shared/contract/bigquery.ts'
import { t } from '../../../messages/index.ts'
import { Delta, Gone, New, SignedList, Some, WordDiff } from '../../audience/history/marks.tsx'
import { JsonValue } from '../../audience/parts/json-value.tsx'
import {
  type Field,
  kindOf,
  listChange,
  listText,
  type PartChange,
  partChanges,
  partLabel,
  partText,
  valueText,
} from '../model/values.ts'

const words = t.bigqueryConflicts
/** So many of a list are named in the result. */
const NAMED = 12

type Props = { entity: SyncedEntity; field: Field; side: Side }

const Quiet = ({ children }: { children: ReactNode }) => <p className="text-sm text-ink-3">{children}</p>

function Part({ entity, part: { name, before, after } }: { entity: SyncedEntity; part: PartChange }) {
  const numbers = typeof before === 'number' && typeof after === 'number' && name !== 'relevance_score'
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 py-0.5">
      <span className="text-ink-3">{partLabel(name)}</span>
      {before !== null && (
        <>
          <span className="break-words text-ink-2">{valueText(entity, name, before)}</span>
          <ArrowRight size={12} aria-hidden className="self-center text-ink-3" />
          <span className="sr-only">{t.history.to}</span>
        </>
      )}
      <span className="min-w-0 break-words">{valueText(entity, name, after)}</span>
      {numbers && <Delta before={before} after={after} />}
    </div>
  )
}

function Parts({ entity, field: { base, path }, value }: Omit<Props, 'side'> & { value: unknown }) {
  if (value === null) return <p>{base === null ? words.notThere : <Gone>{words.takenOut}</Gone>}</p>
  const whole = path === 'total_audience_size' ? partText(entity, path, value) : null
  if (whole !== null) return <p>{whole}</p>
  return (
    <Some
      items={partChanges(base, value)}
      render={part => <Part key={part.name} entity={entity} part={part} />}
    />
  )
}

function List({ base, value }: { base: unknown; value: unknown }) {
  const { gained, lost, moved, kept } = listChange(base, value)
  if (moved) return <p>{t.history.reordered}</p>
  const line = (Mark: typeof New) => (item: string) => (
    <div key={item} className="py-0.5">
      <Mark className="break-all">{item}</Mark>
    </div>
  )
  return (
    <div>
      <SignedList sign="+" items={gained} render={line(New)} />
      <SignedList sign="−" items={lost} render={line(Gone)} />
      {kept > 0 && <Quiet>{t.history.kept(kept)}</Quiet>}
    </div>
  )
}

/** What this side made of it. */
export function SideValue({ entity, field, side }: Props) {
  const { base, path } = field
  const value: unknown = field[side]
  switch (kindOf(field)) {
    case 'text':
      return typeof base === 'string' && typeof value === 'string' && base !== '' ? (
        <WordDiff before={base} after={value} />
      ) : (
        <p className="break-words whitespace-pre-wrap">{valueText(entity, path, value)}</p>
      )
    case 'word':
      return <p className="break-words">{valueText(entity, path, value)}</p>
    case 'list':
      return <List base={base} value={value} />
    case 'parts':
      return <Parts entity={entity} field={field} value={value} />
    case 'json':
      return <JsonValue value={value} />
  }
}

/** What it will be. */
export function ResultValue({ entity, field, side }: Props) {
  const { path } = field
  const value: unknown = field[side]
  switch (kindOf(field)) {
    case 'text':
    case 'word':
      return <p className="break-words whitespace-pre-wrap">{valueText(entity, path, value)}</p>
    case 'list':
      return (
        <div>
          <p>{listText(path, value)}</p>
          {Array.isArray(value) && value.length <= NAMED && path !== 'segments' && (
            <p className="text-sm break-words text-ink-3">{value.join(', ')}</p>
          )}
        </div>
      )
    case 'parts': {
      const text = partText(entity, path, value)
      return text === null ? <JsonValue value={value} /> : <p className="break-words">{text}</p>
    }
    case 'json':
      return <JsonValue value={value} />
  }
}
