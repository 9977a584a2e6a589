// How far a figure can be trusted, and where it is from. A browser opens the source; the desktop app copies its address.
import { Copy, ExternalLink } from 'lucide-react'
import type { Basis } from '../../../../shared/platforms/definition.ts'
import { useShell } from '../../../api/hooks.ts'
import { showToast } from '../../../components/ui/toast.tsx'
import { writeClipboard } from '../../../lib/clipboard.ts'
import { t } from '../../../messages/index.ts'

const words = t.platformType
const LINK =
  'inline-flex items-baseline gap-1 rounded-xs underline decoration-line-strong underline-offset-2 hover:text-ink hover:decoration-ink-3'

async function copy(source: string) {
  // Where it can't be copied, the notice has the address to type.
  const copied = await writeClipboard(source)
  showToast({ title: copied ? words.sourceCopied : words.sourceNotCopied, detail: source })
}

export function Source({ basis, source }: Basis) {
  const shell = useShell().data
  if (source === null) return <span className="text-sm text-ink-3">{words.basis[basis]}</span>
  const { host } = new URL(source)
  const icon = 'size-3 shrink-0 self-center'
  return (
    <span className="text-sm whitespace-nowrap text-ink-3">
      {shell?.kind === 'browser' ? (
        <a
          href={source}
          target="_blank"
          rel="noopener noreferrer"
          title={source}
          aria-label={`${words.basis[basis]}. ${words.openSource(host)}`}
          className={LINK}
        >
          {words.basis[basis]}
          <ExternalLink aria-hidden className={icon} />
        </a>
      ) : (
        <button
          type="button"
          title={source}
          aria-label={`${words.basis[basis]}. ${words.copySource(host)}`}
          onClick={() => void copy(source)}
          className={LINK}
        >
          {words.basis[basis]}
          <Copy aria-hidden className={icon} />
        </button>
      )}
    </span>
  )
}
