// One value of a result, whole.
import { Copy } from 'lucide-react'
import type { Cell, ColumnKind } from '../../../shared/contract/queries.ts'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { showToast } from '../../components/ui/toast.tsx'
import { writeClipboard } from '../../lib/clipboard.ts'
import { t } from '../../messages/index.ts'
import { wholeCell } from './model/values.ts'

const words = t.sql

export async function copyValue(value: Cell): Promise<void> {
  const copied = await writeClipboard(value === null ? '' : String(value))
  showToast(copied ? { title: words.copiedValue } : { title: words.copyFailed, tone: 'failed' })
}

type Props = { open: boolean; onClose: () => void; title: string; value: Cell; kind: ColumnKind }

export function ValueDialog({ open, onClose, title, value, kind }: Props) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      width="md"
      footer={
        <>
          <Button icon={<Copy size={14} />} onClick={() => void copyValue(value)}>
            {words.copyValue}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t.common.close}
          </Button>
        </>
      }
    >
      {value === null ? (
        <p className="text-ink-3 italic">{words.null}</p>
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
          data-selectable
          className="max-h-[50vh] overflow-auto font-mono text-base break-words whitespace-pre-wrap"
        >
          {wholeCell(value, kind)}
        </pre>
      )}
    </Dialog>
  )
}
