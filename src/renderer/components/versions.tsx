// Every version of a record, newest first: who, when, what changed and why. Up and down arrows move between them.

import { cx } from '../lib/cx.ts'
import { exactDate, relativeDate } from '../lib/format.ts'
import { t } from '../messages/index.ts'
import { Tag } from './ui/chip.tsx'
import { useWho } from './who.tsx'

const CHIPS = 4

/** What is told of a version, whatever it is one of. */
type Info = {
  version: number
  updated_at: string
  changed_by: string
  change_note: string | null
  changed_fields: readonly string[]
}

type Props<V extends Info> = {
  versions: readonly V[]
  selected: number
  /** The one that the selected one is compared with, where that can be chosen. */
  against?: number | null
  onSelect: (version: number) => void
  labelOf: (field: string, info: V) => string
  /** Said of a version in which no field is another. */
  noChange: string
}

function Chips<V extends Info>({
  info,
  labelOf,
  noChange,
}: { info: V } & Pick<Props<V>, 'labelOf' | 'noChange'>) {
  const { changed_fields: fields } = info
  if (info.version === 1) return <span className="text-sm text-ink-3">{t.history.first}</span>
  if (fields.length === 0) return <span className="text-sm text-ink-3">{noChange}</span>
  return (
    <span className="flex flex-wrap gap-1">
      {fields.slice(0, CHIPS).map(field => (
        <Tag key={field}>{labelOf(field, info)}</Tag>
      ))}
      {fields.length > CHIPS && <Tag>{t.audience.moreChips(fields.length - CHIPS)}</Tag>}
    </span>
  )
}

export function Versions<V extends Info>(props: Props<V>) {
  const { versions, selected, against = null, onSelect, labelOf, noChange } = props
  const who = useWho()
  const newest = versions[0]?.version
  return (
    <ol
      aria-label={t.history.versions}
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
                {info.version === newest && (
                  <span className="text-sm text-accent-text">{t.history.current}</span>
                )}
                {info.version === against && <span className="text-sm text-ink-3">{t.history.before}</span>}
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
              <Chips info={info} labelOf={labelOf} noChange={noChange} />
            </button>
          </li>
        )
      })}
    </ol>
  )
}
