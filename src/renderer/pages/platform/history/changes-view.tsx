// What one version changed: each field with what it was and what it became.
import { ArrowRight, Equal } from 'lucide-react'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { t } from '../../../messages/index.ts'
import { Gone, New, WordDiff } from '../../audience/history/marks.tsx'
import { type Change, changesOf } from '../model/changes.ts'

/** Longer texts are compared word by word; values as wholes. */
const TEXTS = new Set(['name', 'notes'])

function Value({ change: { field, before, after } }: { change: Change }) {
  if (TEXTS.has(field)) return <WordDiff before={before} after={after} />
  return (
    <p data-selectable className="flex flex-wrap items-center gap-x-2 break-words">
      <Gone className="px-1">{before}</Gone>
      <ArrowRight size={14} aria-hidden className="shrink-0 text-ink-3" />
      <New className="px-1">{after}</New>
    </p>
  )
}

export function Changes({ before, after }: { before: Platform; after: Platform }) {
  const changes = changesOf(before, after)
  if (changes.length === 0)
    return (
      <p className="flex items-center gap-2 py-2 text-ink-2">
        <Equal size={16} aria-hidden className="text-ink-3" />
        {t.platformHistory.nothingElse}
      </p>
    )
  return (
    <dl className="@container flex flex-col">
      {changes.map(change => (
        <div
          key={change.field}
          className="grid gap-x-6 gap-y-1 border-b border-line py-2 last:border-b-0 @xl:grid-cols-[176px_minmax(0,1fr)]"
        >
          <dt className="text-ink-2">{change.label}</dt>
          <dd className="min-w-0">
            <Value change={change} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
