// The query in the analyst's own words, set as a quotation.
import { Copy } from 'lucide-react'
import { Button } from '../../../components/ui/button.tsx'
import { showToast } from '../../../components/ui/toast.tsx'
import { writeClipboard } from '../../../lib/clipboard.ts'
import { t } from '../../../messages/index.ts'
import { Section } from './section.tsx'

export async function copyText(text: string) {
  if (await writeClipboard(text)) showToast({ title: t.audience.done.copied })
  else showToast({ title: t.exports.notCopied, detail: t.exports.notCopiedHint, tone: 'failed' })
}

export function QueryBlock({ query }: { query: string }) {
  return (
    <Section
      title={t.audience.query}
      aside={
        query !== '' && (
          <Button size="sm" variant="ghost" icon={<Copy size={14} />} onClick={() => void copyText(query)}>
            {t.audience.copyQuery}
          </Button>
        )
      }
    >
      {query === '' ? (
        <p className="text-ink-3">{t.audience.noQuery}</p>
      ) : (
        <blockquote
          data-selectable
          className="max-h-80 overflow-y-auto border-l-2 border-line-strong pl-4 text-lg text-pretty break-words whitespace-pre-wrap text-ink"
        >
          {query}
        </blockquote>
      )}
    </Section>
  )
}
