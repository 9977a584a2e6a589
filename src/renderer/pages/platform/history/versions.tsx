// Every version, newest first: who, when, what changed and why.
import type { PlatformVersionInfo } from '../../../../shared/contract/platforms.ts'
import type { PlatformDefinition } from '../../../../shared/platforms/definition.ts'
import { Tag } from '../../../components/ui/chip.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactDate, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { useWho } from '../../audience/parts/who.tsx'
import { changeLabel } from '../model/changes.ts'

const words = t.platformHistory
const CHIPS = 4

function Chips({ info, definition }: { info: PlatformVersionInfo; definition: PlatformDefinition }) {
  const { changed_fields: fields } = info
  if (info.version === 1) return <span className="text-sm text-ink-3">{words.first}</span>
  if (fields.length === 0) return <span className="text-sm text-ink-3">{words.noChange}</span>
  return (
    <span className="flex flex-wrap gap-1">
      {fields.slice(0, CHIPS).map(field => (
        <Tag key={field}>
          {field === 'connection'
            ? words.connectionStates[info.connection_state]
            : changeLabel(definition, field)}
        </Tag>
      ))}
      {fields.length > CHIPS && <Tag>{words.more(fields.length - CHIPS)}</Tag>}
    </span>
  )
}

type Props = {
  versions: readonly PlatformVersionInfo[]
  definition: PlatformDefinition
  selected: number
  onSelect: (version: number) => void
}

export function Versions({ versions, definition, selected, onSelect }: Props) {
  const who = useWho()
  const newest = versions[0]?.version
  return (
    <ol
      aria-label={words.versions}
      className="flex flex-col"
      onKeyDown={event => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
        if (step === 0) return
        event.preventDefault()
        const next = versions[versions.findIndex(info => info.version === selected) + step]
        if (!next) return
        onSelect(next.version)
        event.currentTarget.querySelector<HTMLElement>(`[data-version="${next.version}"]`)?.focus()
      }}
    >
      {versions.map(info => {
        const on = info.version === selected
        return (
          // Long histories draw only what is in view.
          <li
            key={info.version}
            className="border-b border-line [contain-intrinsic-size:auto_72px] [content-visibility:auto]"
          >
            <button
              type="button"
              data-version={info.version}
              aria-current={on || undefined}
              tabIndex={on ? 0 : -1}
              onClick={() => onSelect(info.version)}
              className={cx(
                'flex w-full flex-col gap-1 px-3 py-2.5 text-left -outline-offset-2',
                on ? 'bg-accent-tint' : 'hover:bg-hover',
              )}
            >
              <span className="flex items-baseline gap-2">
                <span className="font-medium">{t.audience.version(info.version)}</span>
                {info.version === newest && <span className="text-sm text-accent-text">{words.current}</span>}
                <time
                  dateTime={info.updated_at}
                  title={exactDate(info.updated_at)}
                  className="ml-auto text-sm whitespace-nowrap text-ink-2"
                >
                  {relativeDate(info.updated_at)}
                </time>
              </span>
              <span className="truncate text-sm text-ink-2">{who(info.changed_by)}</span>
              {info.change_note && <span className="line-clamp-2 text-ink">{info.change_note}</span>}
              <Chips info={info} definition={definition} />
            </button>
          </li>
        )
      })}
    </ol>
  )
}
