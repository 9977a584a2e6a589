// One field before and after, drawn as its kind asks for.
import { ArrowRight } from 'lucide-react'
import { AudienceStatus, DataType, IdentifierType, SizeSource } from '../../../../shared/domain/audience.ts'
import type { FieldChange } from '../../../../shared/domain/diff.ts'
import { compactNumber, exactNumber, formatRelevance, formatShare } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { kindOf, listChange } from '../model/changes.ts'
import { JsonValue, plainText, wordsOfKey } from '../parts/json-value.tsx'
import { Delta, Gone, New, WordDiff } from './marks.tsx'

export const fieldName = (field: string) =>
  t.history.fields[field] ?? wordsOfKey(field.replace(/^metadata\./, ''))

/** Values of closed lists in the words the rest of the app uses for them. */
function inWords(field: string, value: unknown): string {
  if (field === 'deleted') return value ? t.audience.yes : t.audience.no
  const status = AudienceStatus.safeParse(value)
  if (field === 'status' && status.success) return t.status[status.data]
  const dataType = DataType.safeParse(value)
  if (field === 'data_type' && dataType.success) return t.dataType[dataType.data]
  const identifier = IdentifierType.safeParse(value)
  if (field === 'identifier_type' && identifier.success) return t.identifierType[identifier.data]
  const source = SizeSource.safeParse(value)
  if (field === 'size_source' && source.success) return t.audience.source[source.data]
  if (field === 'relevance_score' && typeof value === 'number') return formatRelevance(value)
  if (field === 'size_percentage' && typeof value === 'number') return formatShare(value)
  return value === null || value === '' ? t.history.empty : plainText(value)
}

const Step = () => (
  <>
    <ArrowRight size={14} aria-hidden className="shrink-0 text-ink-3" />
  </>
)

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
      return (
        <p className="flex flex-wrap items-center gap-x-2">
          <Gone className="px-1">{inWords(field, before)}</Gone>
          <Step />
          <New className="px-1">{inWords(field, after)}</New>
        </p>
      )
    case 'json': {
      if (typeof before !== 'object' && typeof after !== 'object')
        return (
          <p className="flex flex-wrap items-center gap-x-2">
            <Gone className="px-1">{inWords(field, before)}</Gone>
            <Step />
            <New className="px-1">{inWords(field, after)}</New>
          </p>
        )
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
}
