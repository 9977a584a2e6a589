// Command palette: finds audiences and platforms and runs commands. What was used last comes first.
import { useQuery } from '@tanstack/react-query'
import { Command as Cmdk } from 'cmdk'
import { Plug, Users } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { usePlatforms } from '../../api/platforms.ts'
import { unwrap } from '../../api/query-client.ts'
import { paletteOpen } from '../../commands/open.ts'
import { bestByName } from '../../commands/rank.ts'
import { type Recent, rememberRecent, useRecents } from '../../commands/recents.ts'
import { allCommands, type Command, type CommandGroup } from '../../commands/registry.ts'
import { compactNumber } from '../../lib/format.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { PlatformStatusMark } from '../platform/health-mark.tsx'
import { TypeMark } from '../platform/type-mark.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { StatusBadge } from '../ui/status.tsx'

const FOUND = 8
const PLATFORMS_FOUND = 5
/** The words may be anywhere in a record: so many of the newest are looked through for names. */
const LOOKED_AT = 200
const GROUPS: CommandGroup[] = [
  'audiences',
  'platforms',
  'distributions',
  'bigquery',
  'go',
  'workspace',
  'view',
  'help',
]
const HEADING =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-ink-3'

const hasWords = (title: string, words: string) =>
  words
    .toLowerCase()
    .split(/\s+/)
    .every(word => title.toLowerCase().includes(word))

type ItemProps = {
  value: string
  icon: ReactNode
  onSelect: () => void
  children: ReactNode
  end?: ReactNode
}

const Item = ({ value, icon, onSelect, children, end }: ItemProps) => (
  <Cmdk.Item
    value={value}
    onSelect={onSelect}
    className="flex h-8 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover"
  >
    <span className="flex size-4 shrink-0 text-ink-3">{icon}</span>
    <span className="min-w-0 flex-1 truncate">{children}</span>
    {end}
  </Cmdk.Item>
)

function PaletteContent() {
  const [, go] = useLocation()
  const [text, setText] = useState('')
  const search = text.trim()
  const recents = useRecents()
  const [commands] = useState(() => allCommands().filter(command => !command.hidden))
  const found = useQuery({
    queryKey: keys.find(search),
    queryFn: () => unwrap(client.audiences.list({ filter: { search }, limit: LOOKED_AT })),
    enabled: search !== '',
    placeholderData: previous => previous,
    gcTime: 10_000,
  })
  const audiences = search === '' ? [] : bestByName(found.data?.items ?? [], search, FOUND)
  const accounts = usePlatforms(false, search !== '').data ?? []
  const platforms = bestByName(
    search === '' ? [] : accounts.filter(({ name }) => hasWords(name, search)),
    search,
    PLATFORMS_FOUND,
  )

  const close = () => paletteOpen.set(false)
  const runIt = (command: Command) => {
    close()
    rememberRecent({ kind: 'command', id: command.id })
    // After the dialog has given the focus back: a command may move it.
    requestAnimationFrame(command.run)
  }
  const openIt = (kind: 'audience' | 'platform', id: string, name: string) => {
    close()
    rememberRecent({ kind, id, name })
    go(`/${kind}s/${id}`)
  }
  const commandItem = (command: Command, prefix = '') => (
    <Item
      key={prefix + command.id}
      value={prefix + command.id}
      icon={<command.icon size={16} />}
      onSelect={() => runIt(command)}
      end={command.shortcut && <Kbd shortcut={command.shortcut} />}
    >
      {command.title}
    </Item>
  )
  const recentItem = (recent: Recent) => {
    if (recent.kind !== 'command')
      return (
        <Item
          key={recent.id}
          value={`recent ${recent.id}`}
          icon={recent.kind === 'audience' ? <Users size={16} /> : <Plug size={16} />}
          onSelect={() => openIt(recent.kind, recent.id, recent.name)}
        >
          {recent.name}
        </Item>
      )
    const command = commands.find(item => item.id === recent.id)
    return command ? commandItem(command, 'recent ') : null
  }
  const usedLast = new Set(search === '' ? recents.map(recent => recent.id) : [])
  const shown = commands.filter(item => hasWords(item.title, search) && !usedLast.has(item.id))
  return (
    <Cmdk label={t.commands.palette} shouldFilter={false} loop className="flex min-h-0 flex-col">
      <Cmdk.Input
        value={text}
        onValueChange={setText}
        placeholder={t.commands.placeholder}
        className="h-12 w-full shrink-0 border-b border-line bg-transparent px-4 text-md focus-visible:outline-none"
      />
      <Cmdk.List label={t.commands.palette} className="max-h-[52vh] overflow-y-auto p-2">
        {!found.isFetching && (
          <Cmdk.Empty className="px-2 py-8 text-center text-ink-2">
            <span className="block font-medium text-ink">{t.commands.nothing}</span>
            {t.commands.nothingHint}
          </Cmdk.Empty>
        )}
        {search === '' && recents.length > 0 && (
          <Cmdk.Group heading={t.commands.recent} className={HEADING}>
            {recents.map(recentItem)}
          </Cmdk.Group>
        )}
        {GROUPS.map(group => {
          const items = shown.filter(command => command.group === group)
          return (
            items.length > 0 && (
              <Cmdk.Group key={group} heading={t.commands.group[group]} className={HEADING}>
                {items.map(command => commandItem(command))}
              </Cmdk.Group>
            )
          )
        })}
        {platforms.length > 0 && (
          <Cmdk.Group heading={t.commands.group.platforms} className={HEADING}>
            {platforms.map(item => (
              <Item
                key={item.platform_id}
                value={`platform ${item.platform_id}`}
                icon={<TypeMark type={item.platform_type} className="-m-0.5" />}
                onSelect={() => openIt('platform', item.platform_id, item.name)}
                end={
                  <span className="flex shrink-0 text-ink-3">
                    <PlatformStatusMark platform={item} />
                  </span>
                }
              >
                {item.name}
              </Item>
            ))}
          </Cmdk.Group>
        )}
        {/* Below the commands: they arrive a moment later and must not push away what is chosen. */}
        {audiences.length > 0 && (
          <Cmdk.Group heading={t.commands.group.audiences} className={HEADING}>
            {audiences.map(item => (
              <Item
                key={item.audience_id}
                value={`audience ${item.audience_id}`}
                icon={<Users size={16} />}
                onSelect={() => openIt('audience', item.audience_id, item.name)}
                end={
                  <span className="flex shrink-0 items-center gap-3 text-ink-3">
                    {compactNumber(item.total_audience_size)}
                    <StatusBadge status={item.status} />
                  </span>
                }
              >
                {item.name}
              </Item>
            ))}
          </Cmdk.Group>
        )}
      </Cmdk.List>
    </Cmdk>
  )
}

export function Palette() {
  const open = useStore(paletteOpen)
  return (
    <Dialog open={open} onClose={() => paletteOpen.set(false)} title={t.commands.palette} width="md" bare>
      <PaletteContent />
    </Dialog>
  )
}
