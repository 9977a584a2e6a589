// How a file is read: found out by itself, and to be changed where it was found out wrongly.
import { CircleAlert, X } from 'lucide-react'
import { useId } from 'react'
import type { Inspection } from '../../../../shared/contract/imports.ts'
import {
  DELIMITERS,
  ENCODINGS,
  IMPORT_FORMATS,
  type ImportFormat,
  type Reading,
} from '../../../../shared/domain/import-table.ts'
import { type AppError, inSentences } from '../../../../shared/errors.ts'
import { IconButton } from '../../../components/ui/button.tsx'
import { type Option, Select } from '../../../components/ui/select.tsx'
import { formatBytes } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { inspect, removeFile } from '../wizard-store.ts'

const words = t.imports

type PickProps<T extends string> = {
  label: string
  value: T
  options: readonly Option<T>[]
  onChange(value: T): void
  width: string
}

function Pick<T extends string>({ label, value, options, onChange, width }: PickProps<T>) {
  const id = useId()
  return (
    <div className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-sm text-ink-3">
        {label}
      </label>
      <Select id={id} size="sm" className={width} value={value} options={options} onChange={onChange} />
    </div>
  )
}

const TEXT: ReadonlySet<ImportFormat> = new Set(['csv', 'json'])
/** Delimited text and JSON are both text; a workbook can't be read as anything else. */
const formatsFor = (format: ImportFormat) =>
  IMPORT_FORMATS.filter(other => other === format || (TEXT.has(format) && TEXT.has(other)))

/** What was settled, with one thing changed. A change of format lets the rest be found out anew. */
function changed(seen: Inspection, patch: Reading): Reading {
  if (patch.format || patch.sheet !== undefined) return patch
  const { format, encoding, delimiter, header, sheet } = seen.reading
  return {
    format,
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
    ...(header !== null && { header }),
    ...(sheet !== null && { sheet }),
    ...patch,
  }
}

type LineProps = { file_token: string; seen: Inspection; error: AppError | null }

export function ReadingLine({ file_token, seen, error }: LineProps) {
  const { name, bytes, reading, sheets } = seen
  const set = (patch: Reading) => void inspect(file_token, changed(seen, patch))
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
      <p className="min-w-40 flex-1 truncate" title={name} data-selectable>
        <span className="font-medium">{name}</span> <span className="text-ink-3">{formatBytes(bytes)}</span>
      </p>
      <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <legend className="sr-only">
          {words.readAs}: {name}
        </legend>
        <Pick
          label={words.format}
          width="w-36"
          value={reading.format}
          options={formatsFor(reading.format).map(value => ({ value, label: words.formats[value] }))}
          onChange={format => set({ format })}
        />
        {reading.encoding && (
          <Pick
            label={words.encoding}
            width="w-38"
            value={reading.encoding}
            options={ENCODINGS.map(value => ({ value, label: words.encodings[value] }))}
            onChange={encoding => set({ encoding })}
          />
        )}
        {reading.delimiter && (
          <Pick
            label={words.delimiter}
            width="w-30"
            value={reading.delimiter}
            options={DELIMITERS.map(value => ({ value, label: words.delimiters[value] }))}
            onChange={delimiter => set({ delimiter })}
          />
        )}
        {sheets.length > 0 && (
          <Pick
            label={words.sheet}
            width="w-40"
            value={reading.sheet ?? ''}
            options={sheets.map(value => ({ value, label: value }))}
            onChange={sheet => set({ sheet })}
          />
        )}
        {reading.header !== null && (
          <Pick
            label={words.header}
            width="w-44"
            value={reading.header ? 'yes' : 'no'}
            options={(['yes', 'no'] as const).map(value => ({ value, label: words.headers[value] }))}
            onChange={header => set({ header: header === 'yes' })}
          />
        )}
      </fieldset>
      <IconButton label={words.remove(name)} size="sm" tooltip={false} onClick={() => removeFile(file_token)}>
        <X size={14} />
      </IconButton>
      {error && (
        <p role="alert" className="flex basis-full gap-2 text-red">
          <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
          {inSentences(error)}
        </p>
      )}
    </li>
  )
}
