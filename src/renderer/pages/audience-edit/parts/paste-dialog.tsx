// Rows from a spreadsheet, seen before they are added.
import { useMemo, useState } from 'react'
import { Button } from '../../../components/ui/button.tsx'
import { Dialog } from '../../../components/ui/dialog.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Textarea } from '../../../components/ui/input.tsx'
import { t } from '../../../messages/index.ts'
import { type PastedSegment, parseSegments } from '../model/paste.ts'

const PREVIEWED = 5
const CELL = 'max-w-48 truncate border-b border-line py-1 pr-4 text-left'

type Props = { onClose: () => void; onAdd: (rows: PastedSegment[]) => void }

export function PasteDialog({ onClose, onAdd }: Props) {
  const [text, setText] = useState('')
  const rows = useMemo(() => parseSegments(text), [text])
  const add = () => {
    if (rows.length === 0) return
    onAdd(rows)
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.edit.pasteTitle}
      description={t.edit.pasteHint}
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button variant="primary" disabled={rows.length === 0} onClick={add}>
            {t.edit.pasteAdd(rows.length)}
          </Button>
        </>
      }
    >
      <Field label={t.edit.pasteField}>
        {field => (
          <Textarea
            {...field}
            rows={6}
            className="max-h-60 overflow-auto font-mono text-sm whitespace-pre"
            placeholder={t.edit.pastePlaceholder}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      <p role="status" className="pt-2 text-ink-2">
        {rows.length > 0 ? t.edit.pasteFound(rows.length) : t.edit.pasteNone}
      </p>
      {rows.length > 0 && (
        <table className="mt-1 w-full">
          <thead>
            <tr className="text-sm text-ink-3">
              <th className={`${CELL} font-normal`}>{t.edit.segmentName}</th>
              <th className={`${CELL} font-normal`}>{t.edit.size}</th>
              <th className={`${CELL} font-normal`}>{t.edit.share}</th>
              <th className={`${CELL} font-normal`}>{t.edit.prizm}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, PREVIEWED).map((row, index) => (
              // Rows of a paste have no identity but their place.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <tr key={index}>
                <td className={CELL}>{row.name}</td>
                <td className={CELL}>{row.size}</td>
                <td className={CELL}>{row.share}</td>
                <td className={CELL}>{row.prizm.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > PREVIEWED && (
        <p className="pt-1 text-sm text-ink-3">{t.common.moreProblems(rows.length - PREVIEWED)}</p>
      )}
    </Dialog>
  )
}
