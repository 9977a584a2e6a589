// The backups that are at hand, newest first: when, how large, of which kind, and whether they were found whole.
import { Ellipsis, Lock, SearchCheck, ShieldCheck } from 'lucide-react'
import type { BackupFile } from '../../../../shared/contract/backups.ts'
import { checkBackup, fromList, lookInto } from '../../../actions/backups.ts'
import { useBackupList } from '../../../api/backups.ts'
import { IconButton } from '../../../components/ui/button.tsx'
import { Menu, MenuItem } from '../../../components/ui/menu.tsx'
import { ErrorState } from '../../../components/ui/states.tsx'
import { exactDate, exactNumber, formatBytes, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const words = t.backups
const { columns } = words

const kindOf = ({ place, scheduled }: BackupFile) =>
  place === 'workspace' ? words.kinds.before : scheduled ? words.kinds.clock : words.kinds.hand

const look = (backup: BackupFile) => void lookInto(fromList(backup), backup.name, backup.encrypted)

function Item({ backup }: { backup: BackupFile }) {
  const { made_at, verified_at, bytes, name, encrypted } = backup
  return (
    <tr className="border-t border-line">
      <td className="py-1.5 pl-3">
        <span className="flex items-center gap-1.5" title={name}>
          {made_at ? exactDate(made_at) : words.unreadable}
          {encrypted && (
            <Lock size={14} aria-label={words.locked} role="img" className="shrink-0 text-ink-3" />
          )}
        </span>
      </td>
      <td className="px-3 text-right whitespace-nowrap" title={exactNumber(bytes)}>
        {formatBytes(bytes)}
      </td>
      <td className="px-3 whitespace-nowrap text-ink-2">{kindOf(backup)}</td>
      <td
        className="px-3 whitespace-nowrap text-ink-2"
        title={verified_at ? exactDate(verified_at) : undefined}
      >
        {verified_at ? relativeDate(verified_at) : words.notChecked}
      </td>
      <td className="pr-1.5 text-right">
        <Menu
          align="end"
          label={words.actions(name)}
          trigger={
            <IconButton label={words.actions(name)} tooltip={false} size="sm">
              <Ellipsis size={16} />
            </IconButton>
          }
        >
          <MenuItem icon={<SearchCheck size={16} />} onSelect={() => look(backup)}>
            {words.look}
          </MenuItem>
          {!encrypted && (
            <MenuItem icon={<ShieldCheck size={16} />} onSelect={() => void checkBackup(fromList(backup))}>
              {words.check}
            </MenuItem>
          )}
        </Menu>
      </td>
    </tr>
  )
}

export function BackupList() {
  const { data, error, refetch } = useBackupList(true)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} className="!py-6" />
  if (!data) return null
  if (data.length === 0)
    return (
      <p className="text-ink-2">
        <span className="font-medium text-ink">{words.none}.</span> {words.noneHint}
      </p>
    )
  return (
    <section
      aria-label={words.list}
      // It scrolls, so the keyboard must reach it.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-md border border-line"
    >
      <table className="w-full text-left">
        <caption className="sr-only">{words.list}</caption>
        <thead className="sticky top-0 bg-sunken text-sm text-ink-3">
          <tr>
            <th scope="col" className="py-1 pl-3 font-medium">
              {columns.made}
            </th>
            <th scope="col" className="px-3 text-right font-medium">
              {columns.size}
            </th>
            <th scope="col" className="px-3 font-medium">
              {columns.kind}
            </th>
            <th scope="col" className="px-3 font-medium">
              {columns.checked}
            </th>
            <th scope="col">
              <span className="sr-only">{columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map(backup => (
            <Item key={`${backup.place}/${backup.name}`} backup={backup} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
