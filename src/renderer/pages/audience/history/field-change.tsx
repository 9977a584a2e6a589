// One field before and after, drawn as its kind asks for.
import { ArrowRight } from 'lucide-react'
import type { FieldChange } from '../../../../shared/domain/diff.ts'
import { compactNumber, exactNumber, formatRelevance, formatShare } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { kindOf, listChange } from '../model/changes.ts'
import { JsonValue, plainText, wordsOfKey } from '../parts/json-value.tsx'
import { Delta, Gone, New, WordDiff } from './marks.tsx'

export const fieldName = (field: string) =>
  t.history.fields[field] ?? wordsOfKey(field.replace(/^metadata\./, ''))

/** Closed lists, whose values the rest of the app has words for. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: t.status,
  data_type: t.dataType,
  identifier_type: t.identifierType,
  size_source: t.audience.source,
}

function inWords(field: string, value: unknown): string {
  if (field === 'deleted') return value ? t.audience.yes : t.audience.no
  const words = WORDS[field]
  if (words && typeof value === 'string' && Object.hasOwn(words, value)) return words[value] ?? value
  if (field === 'relevance_score' && typeof value === 'number') return formatRelevance(value)
  if (field === 'size_percentage' && typeof value === 'number') return formatShare(value)
  return value === null || value === '' ? t.history.empty : plainText(value)
}

/** One value, then the other. */
const Words = ({ field, before, after }: FieldChange) => (
  <p className="flex flex-wrap items-center gap-x-2">
    <Gone className="px-1">{inWords(field, before)}</Gone>
    <Step />
    <New className="px-1">{inWords(field, after)}</New>
  </p>
)

const Step = () => <ArrowRight size={14} aria-hidden className="shrink-0 text-ink-3" />

export function FieldChangeValue({ change }: { change: FieldChange }) {
  const { field, before, after } = change
  switch (kindOf(change)) {
    case 'text':
      return (
        <WordDiff
          before={typeof before === 'string' ? before : ''}
          after={typeof after === 'string' ? after : ''}
          className={field === 'original_query' ? 'text-md' : ''}
        />
      )
    case 'size': {
      const [a, b] = [Number(before ?? 0), Number(after ?? 0)]
      return (
        <p className="flex flex-wrap items-center gap-x-2">
          <Gone className="no-underline">
            <span title={exactNumber(a)}>{compactNumber(a)}</span>
          </Gone>
          <Step />
          <New>
            <span title={exactNumber(b)}>{compactNumber(b)}</span>
          </New>
          <Delta before={a} after={b} />
        </p>
      )
    }
    case 'tags': {
      const { gained, lost, moved } = listChange(before, after)
      if (moved) return <p>{t.history.reordered}</p>
      return (
        <p className="flex flex-wrap gap-1.5">
          {lost.map(tag => (
            <Gone key={tag} className="px-1">
              − {tag}
            </Gone>
          ))}
          {gained.map(tag => (
            <New key={tag} className="px-1">
              + {tag}
            </New>
          ))}
        </p>
      )
    }
    case 'word':
      return <Words {...change} />
    case 'json':
      if (typeof before !== 'object' && typeof after !== 'object') return <Words {...change} />
      return (
        <div className="grid gap-4 @2xl:grid-cols-2">
          {(
            [
              ['−', t.history.before, before, 'text-red'],
              ['+', t.history.after, after, 'text-green'],
            ] as const
          ).map(([sign, label, value, tone]) => (
            <div key={label} data-selectable className="min-w-0">
              <p className={`text-sm ${tone}`}>
                {sign} {label}
              </p>
              <JsonValue value={value} />
            </div>
          ))}
        </div>
      )
  }
}
