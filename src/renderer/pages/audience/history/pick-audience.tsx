// Finds another audience to compare with.
import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { AudienceSummary } from '../../../../shared/domain/audience.ts'
import { client } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { unwrap } from '../../../api/query-client.ts'
import { Dialog } from '../../../components/ui/dialog.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { StatusBadge } from '../../../components/ui/status.tsx'
import { compactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const SHOWN = 20

type Props = {
  open: boolean
  except: string
  onClose: () => void
  onPick: (audience: AudienceSummary) => void
}

export function PickAudience({ open, except, onClose, onPick }: Props) {
  const [search, setSearch] = useState('')
  const words = useDeferredValue(search.trim())
  const { data } = useQuery({
    queryKey: [...keys.find(words), 'compare'],
    queryFn: () => unwrap(client.audiences.list({ filter: words ? { search: words } : {}, limit: SHOWN })),
    enabled: open,
    placeholderData: before => before,
  })
  const found = data?.items.filter(item => item.audience_id !== except)
  return (
    <Dialog open={open} onClose={onClose} title={t.history.anotherTitle} width="md">
      <Input
        type="search"
        icon={<Search size={16} />}
        aria-label={t.history.find}
        placeholder={t.history.find}
        maxLength={200}
        value={search}
        onChange={event => setSearch(event.target.value)}
      />
      <ul aria-label={t.audience.audiences} className="flex flex-col pt-2 pb-3">
        {found?.map(item => (
          <li key={item.audience_id}>
            <button
              type="button"
              onClick={() => onPick(item)}
              className="flex h-9 w-full items-center gap-3 rounded-sm px-2 text-left -outline-offset-2 hover:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate">{item.name}</span>
              <span className="text-ink-3">{compactNumber(item.total_audience_size)}</span>
              <StatusBadge status={item.status} />
            </button>
          </li>
        ))}
        {found?.length === 0 && <li className="px-2 py-3 text-ink-3">{t.history.noneFound}</li>}
      </ul>
    </Dialog>
  )
}
