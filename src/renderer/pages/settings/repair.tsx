// What can be done about damaged files: repair them from the newest backup that opens without a passphrase.
import { LoaderCircle, Wrench } from 'lucide-react'
import { useState } from 'react'
import type { OutputOf } from '../../../shared/contract.ts'
import type { Result } from '../../../shared/errors.ts'
import { useBackupList } from '../../api/backups.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { Button } from '../../components/ui/button.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { showToast } from '../../components/ui/toast.tsx'
import { exactDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'

const words = t.backups.repair

export function Repair() {
  const { data: backups } = useBackupList(true)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Result<OutputOf<'workspace.repair'>> | null>(null)
  const backup = backups?.find(one => !one.encrypted && one.made_at !== null)
  const repair = async () => {
    setBusy(true)
    const from = backup && { place: backup.place, name: backup.name }
    const done = await client.workspace.repair(from ? { from } : {})
    setOutcome(done)
    setBusy(false)
    // When all is whole again, this goes with the list of what was damaged.
    if (done.ok && done.value.damage.length === 0) showToast({ title: words.whole })
    await queryClient.invalidateQueries({ queryKey: keys.workspace })
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <Button
          disabled={busy}
          onClick={() => void repair()}
          icon={busy ? <LoaderCircle size={16} className="animate-spin" /> : <Wrench size={16} />}
        >
          {busy ? words.busy : words.go}
        </Button>
        <span className="text-sm text-ink-3">
          {backup?.made_at ? words.from(exactDate(backup.made_at)) : words.without}
        </span>
      </div>
      <div role="status">
        {outcome && !outcome.ok && <ErrorState error={outcome.error} className="!py-4" />}
        {outcome?.ok && (
          <ul className="text-ink-2" data-selectable>
            {outcome.value.steps.map(step => (
              <li key={step.file} className="break-all">
                <span className="font-mono text-sm">{step.file}</span>{' '}
                {words.outcomes[step.outcome](step.brought_back, step.lost)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
