// Quiet notices above the form: restored changes, and what a merge kept.
import { GitMerge, History } from 'lucide-react'
import { Button } from '../../components/ui/button.tsx'
import { exactDate, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { fieldName } from '../audience/history/field-change.tsx'
import type { Editor } from './use-editor.ts'

const BAR = 'flex items-center gap-2 rounded-md bg-blue-tint py-1.5 pr-2 pl-3'

export function DraftNotice({ editor }: { editor: Editor }) {
  const { restoredFrom, discard, dismissRestored } = editor
  if (!restoredFrom) return null
  return (
    <div role="status" className={BAR}>
      <History size={16} aria-hidden className="shrink-0 text-blue" />
      <p className="min-w-0 flex-1">
        {t.edit.restored}{' '}
        <time dateTime={restoredFrom} title={exactDate(restoredFrom)} className="text-ink-2">
          {t.edit.restoredWhen(relativeDate(restoredFrom))}
        </time>
      </p>
      <Button size="sm" onClick={discard}>
        {t.edit.discard}
      </Button>
      <Button size="sm" variant="ghost" onClick={dismissRestored}>
        {t.common.dismiss}
      </Button>
    </div>
  )
}

/** `segments/12/size` → `Segments`, each field once. */
const fieldNames = (fields: readonly string[]) =>
  [...new Set(fields.map(field => fieldName(field.split('/')[0] ?? field)))].join(', ')

export function MergeNotice({ editor }: { editor: Editor }) {
  const { overruled } = editor
  if (overruled.length === 0) return null
  return (
    <div role="status" className={BAR}>
      <GitMerge size={16} aria-hidden className="shrink-0 text-blue" />
      <p className="min-w-0 flex-1">{t.edit.mergedOverruled(fieldNames(overruled))}</p>
    </div>
  )
}
