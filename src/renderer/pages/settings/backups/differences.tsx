// The records that differ, by name, a page at a time.
import { useState } from 'react'
import type { BackupDifference, Compared, Difference } from '../../../../shared/contract/backups.ts'
import { useDifferences } from '../../../api/backups.ts'
import { Button } from '../../../components/ui/button.tsx'
import { ErrorState } from '../../../components/ui/states.tsx'
import { exactDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const words = t.backups.restore
const PAGE = 50

const sidesOf = ({ backup, here }: BackupDifference) =>
  [
    backup && words.inBackup(backup.version, exactDate(backup.updated_at)),
    here && words.here(here.version, exactDate(here.updated_at)),
  ]
    .filter(Boolean)
    .join(' · ')

const Item = ({ item }: { item: BackupDifference }) => (
  <li className="px-3 py-1.5">
    <p className="font-medium break-words">{item.name}</p>
    <p className="text-sm text-ink-3">{sidesOf(item)}</p>
    {item.fields.length > 0 && <p className="text-sm text-ink-2">{words.fields(item.fields.join(', '))}</p>}
  </li>
)

type Props = { opened: string; entity: Compared; kind: Difference }

export function Differences({ opened, entity, kind }: Props) {
  const [offset, setOffset] = useState(0)
  const { data, error } = useDifferences({ opened, entity, kind, offset, limit: PAGE })
  if (error) return <ErrorState error={error} className="!py-4" />
  if (!data) return null
  const last = Math.min(offset + PAGE, data.total)
  const label = words.names(words.entities[entity], words[kind])
  return (
    <div className="flex flex-col gap-2">
      <section
        aria-label={label}
        // It scrolls, so the keyboard must reach it.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region
        tabIndex={0}
        className="max-h-56 overflow-auto rounded-md border border-line"
      >
        <ul className="divide-y divide-line" data-selectable>
          {data.items.map(item => (
            <Item key={`${item.user_id} ${item.id}`} item={item} />
          ))}
        </ul>
      </section>
      {data.total > PAGE && (
        <div className="flex items-center gap-2">
          <Button size="sm" disabled={offset === 0} onClick={() => setOffset(offset - PAGE)}>
            {words.earlier}
          </Button>
          <Button size="sm" disabled={last >= data.total} onClick={() => setOffset(offset + PAGE)}>
            {words.later}
          </Button>
          <span className="text-sm text-ink-3">{words.page(offset + 1, last, data.total)}</span>
        </div>
      )}
    </div>
  )
}
