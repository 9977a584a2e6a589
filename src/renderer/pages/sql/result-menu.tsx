// What was found as a file or on the clipboard.
import { FileUp } from 'lucide-react'
import { type CopyFormat, EXPORT_FORMATS, type ExportFormat } from '../../../shared/contract/exports.ts'
import type { QueryResult } from '../../../shared/contract/queries.ts'
import { copyToClipboard } from '../../actions/export.ts'
import { chooseSaveFile, noteFileJob } from '../../actions/files.ts'
import { client } from '../../api/client.ts'
import { noteJob } from '../../api/events.ts'
import { textOf } from '../../components/export/copy-menu.tsx'
import { CopyItems } from '../../components/export/menu.tsx'
import { IconButton } from '../../components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/ui/menu.tsx'
import { showError } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { recordsOf } from './model/values.ts'
import { draftStore } from './query-store.ts'

const words = t.exports

async function exportResult(sql: string, format: ExportFormat): Promise<void> {
  const { opened } = draftStore.get()
  const stem = opened?.sql === sql ? opened.name : t.sql.fileName
  const target = await chooseSaveFile(`${stem.slice(0, 100)}.${format}`, format)
  if (!target) return
  const started = await client.queries.export({ file_token: target.file_token, format, sql })
  if (!started.ok) return void showError(started.error)
  noteFileJob(started.value)
  noteJob(started.value)
}

const copyResult = ({ columns, rows }: QueryResult, format: CopyFormat) =>
  copyToClipboard(
    textOf(
      {
        columns: columns.map(({ name, kind }) => ({ name, numeric: kind === 'number' })),
        rows: rows.map(row => row.map(cell => (typeof cell === 'boolean' ? String(cell) : cell))),
        records: format === 'json' ? recordsOf(columns, rows) : [],
      },
      format,
    ),
    rows.length,
    format,
  )

export function ResultMenu({ sql, result }: { sql: string; result: QueryResult }) {
  return (
    <Menu
      align="end"
      className="w-56"
      label={words.menu}
      trigger={
        <IconButton label={words.menu} tooltip={false} title={words.menu}>
          <FileUp size={16} />
        </IconButton>
      }
    >
      {EXPORT_FORMATS.map(format => (
        <MenuItem key={format} icon={<FileUp size={16} />} onSelect={() => void exportResult(sql, format)}>
          {t.sql.exportAs(words.formats[format])}
        </MenuItem>
      ))}
      <MenuSeparator />
      <CopyItems onCopy={format => void copyResult(result, format)} />
    </Menu>
  )
}
