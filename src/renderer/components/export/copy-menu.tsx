// Copying a table that the page has at hand, in the order in which it is shown.
import { ClipboardCopy } from 'lucide-react'
import { COPY_FORMATS, type CopyFormat } from '../../../shared/contract/exports.ts'
import { type Cell, csvRow, markdownTable } from '../../../shared/table-text.ts'
import { copyToClipboard } from '../../actions/export.ts'
import { t } from '../../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx'

const words = t.exports

export type CopiedTable = {
  columns: readonly { name: string; numeric?: boolean }[]
  rows: readonly (readonly Cell[])[]
  /** The rows as JSON, where that holds more than the cells. */
  records?: readonly object[]
}

export function textOf({ columns, rows, records }: CopiedTable, format: CopyFormat): string {
  const names = columns.map(({ name }) => name)
  switch (format) {
    case 'csv':
      return [names, ...rows].map(csvRow).join('')
    case 'markdown':
      return markdownTable(
        names,
        rows,
        columns.map(({ numeric }) => numeric === true),
      )
    case 'json': {
      const plain = rows.map(row => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])))
      return `${JSON.stringify(records ?? plain, null, 2)}\n`
    }
  }
}

type Props = {
  /** Of what: `Segments`. */
  name: string
  table: () => CopiedTable
}

export function CopyMenu({ name, table }: Props) {
  return (
    <Menu
      align="end"
      label={words.copyTable(name)}
      trigger={
        <IconButton label={words.copyTable(name)} tooltip={false} title={words.copyTable(name)}>
          <ClipboardCopy size={14} />
        </IconButton>
      }
    >
      <MenuLabel>{words.copyAs}</MenuLabel>
      {COPY_FORMATS.map(format => (
        <MenuItem
          key={format}
          onSelect={() => {
            const copied = table()
            void copyToClipboard(textOf(copied, format), copied.rows.length, format)
          }}
        >
          {words.copyFormats[format]}
        </MenuItem>
      ))}
    </Menu>
  )
}
