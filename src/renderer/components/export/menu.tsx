// Exporting and copying what a list shows: the menu of its toolbar, the items of its other menus, and its commands.
import { ClipboardCopy, FileUp } from 'lucide-react'
import { COPY_FORMATS, type CopyFormat } from '../../../shared/contract/exports.ts'
import { askExport, copyRows, EXPORT_KEYS, type ExportSource } from '../../actions/export.ts'
import { type CommandGroup, useCommands } from '../../commands/registry.ts'
import { t } from '../../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator, MenuSub } from '../ui/menu.tsx'

const words = t.exports

/** In the menu of one row, as a group of its own. */
export function ExportItems({ source }: { source: ExportSource }) {
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={<FileUp size={16} />} onSelect={() => askExport(source)}>
        {words.action}
      </MenuItem>
      <MenuSub icon={<ClipboardCopy size={16} />} label={words.copyAs}>
        {COPY_FORMATS.map(format => (
          <MenuItem key={format} onSelect={() => void copyRows(source, format)}>
            {words.copyFormats[format]}
          </MenuItem>
        ))}
      </MenuSub>
    </>
  )
}

/** Copying in each format, among other items of a menu. */
export const CopyItems = ({ onCopy }: { onCopy: (format: CopyFormat) => void }) =>
  COPY_FORMATS.map(format => (
    <MenuItem key={format} icon={<ClipboardCopy size={16} />} onSelect={() => onCopy(format)}>
      {words.copyCommand(words.copyFormats[format])}
    </MenuItem>
  ))

/** In a toolbar: everything that the list shows. */
export function ExportMenu({ source }: { source: ExportSource }) {
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
      <MenuItem icon={<FileUp size={16} />} shortcut={EXPORT_KEYS} onSelect={() => askExport(source)}>
        {words.action}
      </MenuItem>
      <MenuSeparator />
      <CopyItems onCopy={format => void copyRows(source, format)} />
    </Menu>
  )
}

/** What is exported and copied by name and by keys, while the page is shown. */
export function useExportCommands(group: CommandGroup, source: ExportSource): void {
  useCommands([
    {
      id: 'export',
      title: words.action,
      group,
      icon: FileUp,
      shortcut: EXPORT_KEYS,
      run: () => askExport(source),
    },
    ...COPY_FORMATS.map(format => ({
      id: `copy.${format}`,
      title: words.copyCommand(words.copyFormats[format]),
      group,
      icon: ClipboardCopy,
      run: () => void copyRows(source, format),
    })),
  ])
}
