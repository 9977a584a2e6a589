// Rejected records by reason: rows to type in, and the platform's own file, which is counted here and goes nowhere.
import { FileUp, Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { readRejects } from '../../../../shared/domain/rejects.ts'
import { type AppError, inSentences } from '../../../../shared/errors.ts'
import { focusControl } from '../../../components/form/controls.ts'
import { Button, IconButton } from '../../../components/ui/button.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { textOfFile } from '../model/read-file.ts'
import { type ResultsForm, rejectRow, withRejects } from '../model/results-form.ts'

const words = t.run

type Props = {
  form: ResultsForm
  onChange: (form: ResultsForm) => void
  errorOf: (control: string) => string | undefined
}

/** A file that was read, for another column to be chosen; its text is gone with the form. */
type Read = {
  name: string
  text: string
  columns: readonly string[]
  column: number | null
  said: string | null
  error: AppError | null
}

const columnsIn = ({ details }: AppError): string[] => {
  const columns = details?.columns
  return Array.isArray(columns) ? columns.filter(each => typeof each === 'string') : []
}

function useFile({ form, onChange }: Pick<Props, 'form' | 'onChange'>) {
  const [read, setRead] = useState<Read | null>(null)
  const [unread, setUnread] = useState(false)
  function take(name: string, text: string, column?: number) {
    const answer = readRejects(text, column)
    if (!answer.ok) {
      setRead({ name, text, columns: columnsIn(answer.error), column: null, said: null, error: answer.error })
      return
    }
    const { columns, reason_column, rejects, total } = answer.value
    onChange(withRejects(form, rejects, total))
    const said = words.fileRead(name, exactNumber(total), words.reasonCount(rejects.length))
    setRead({ name, text, columns, column: reason_column, said, error: null })
  }
  return {
    read,
    unread,
    choose: async (file: File) => {
      const text = await textOfFile(file)
      setUnread(text === null)
      if (text === null) setRead(null)
      else take(file.name, text)
    },
    useColumn: (column: number) => read && take(read.name, read.text, column),
  }
}

function FileOutcome({ read, onColumn }: { read: Read; onColumn: (column: number) => void }) {
  const options = [
    ...(read.column === null ? [{ value: '', label: words.chooseColumn }] : []),
    ...read.columns.map((label, index) => ({ value: String(index), label })),
  ]
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <p role={read.error ? 'alert' : 'status'} className={read.error ? 'text-red' : 'text-ink-2'}>
        {read.said}
        {read.error && inSentences(read.error)}
      </p>
      {read.columns.length > 1 && (
        <Field label={words.column} aside={null} className="w-60">
          {field => (
            <Select
              {...field}
              value={read.column === null ? '' : String(read.column)}
              options={options}
              onChange={value => value !== '' && onColumn(Number(value))}
            />
          )}
        </Field>
      )}
    </div>
  )
}

export function Rejects({ form, onChange, errorOf }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const file = useFile({ form, onChange })
  const { rejects } = form
  const set = (id: number, patch: { reason?: string; count?: string }) =>
    onChange({ ...form, rejects: rejects.map(row => (row.id === id ? { ...row, ...patch } : row)) })
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="pb-1 font-medium">{words.rejects}</legend>
      <div className="flex flex-wrap items-center gap-3">
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
          aria-label={words.chooseFile}
          onChange={event => {
            const [chosen] = event.target.files ?? []
            // The same file may be chosen again after it was mended.
            event.target.value = ''
            if (chosen) void file.choose(chosen)
          }}
        />
        <Button icon={<FileUp size={14} />} onClick={() => input.current?.click()}>
          {words.chooseFile}
        </Button>
        <span className="min-w-0 flex-1 basis-64 text-sm text-ink-3">{words.fileHint}</span>
      </div>
      {file.unread && (
        <p role="alert" className="text-red">
          {words.fileUnread}
        </p>
      )}
      {file.read && <FileOutcome read={file.read} onColumn={file.useColumn} />}
      {rejects.length > 0 && (
        <ul className="flex max-h-80 flex-col gap-1.5 overflow-y-auto p-0.5">
          {rejects.map(({ id, reason, count }, index) => {
            const reasonFault = errorOf(`rejects[${index}].reason`)
            const countFault = errorOf(`rejects[${index}].count`)
            return (
              <li key={id} className="flex flex-col gap-0.5">
                <div className="flex items-center gap-2">
                  <Input
                    aria-label={words.reasonOf(index + 1)}
                    aria-invalid={reasonFault ? true : undefined}
                    data-control={`rejects[${index}].reason`}
                    className="max-w-120"
                    placeholder={words.reason}
                    value={reason}
                    onChange={event => set(id, { reason: event.target.value })}
                  />
                  <Input
                    aria-label={words.countOf(index + 1)}
                    aria-invalid={countFault ? true : undefined}
                    data-control={`rejects[${index}].count`}
                    inputMode="numeric"
                    className="w-28 shrink-0 text-right"
                    placeholder={words.count}
                    value={count}
                    onChange={event => set(id, { count: event.target.value })}
                  />
                  <IconButton
                    label={words.removeReason(reason || String(index + 1))}
                    tooltip={false}
                    onClick={() => onChange({ ...form, rejects: rejects.filter(row => row.id !== id) })}
                  >
                    <X size={14} />
                  </IconButton>
                </div>
                {(reasonFault ?? countFault) && (
                  <p className="text-sm text-red">{reasonFault ?? countFault}</p>
                )}
              </li>
            )
          })}
        </ul>
      )}
      <div>
        <Button
          size="sm"
          icon={<Plus size={14} />}
          onClick={() => {
            onChange({ ...form, rejects: [...rejects, rejectRow()] })
            focusControl(`rejects[${rejects.length}].reason`)
          }}
        >
          {words.addReason}
        </Button>
      </div>
    </fieldset>
  )
}
