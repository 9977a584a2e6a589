// What can be done about damaged files: repair them from the newest backup that opens without a passphrase. What became of
// each stays to be read when none is damaged any more.
import { CircleCheck, LoaderCircle, TriangleAlert, Wrench } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { OutputOf } from '../../../shared/contract.ts'
import type { Result } from '../../../shared/errors.ts'
import { useBackupList } from '../../api/backups.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { Button } from '../../components/ui/button.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { exactDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'

const words = t.backups.repair

export function Repair({ damaged }: { damaged: boolean }) {
  const { data: backups } = useBackupList(damaged)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Result<OutputOf<'workspace.repair'>> | null>(null)
  const said = useRef<HTMLDivElement>(null)
  // The button that was pressed may be gone.
  useEffect(() => {
    if (outcome) said.current?.focus()
  }, [outcome])
  const backup = backups?.find(one => !one.encrypted && one.made_at !== null)
  const repair = async () => {
    setBusy(true)
    const from = backup && { place: backup.place, name: backup.name }
    const done = await client.workspace.repair(from ? { from } : {})
    await queryClient.invalidateQueries({ queryKey: keys.workspace })
    setOutcome(done)
    setBusy(false)
  }
  if (!damaged && !outcome && !busy) return null
  return (
    <div className="flex flex-col gap-2">
      {(damaged || busy) && (
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
      )}
      <div role="status" ref={said} tabIndex={-1} className="flex flex-col gap-2 rounded-md">
        {outcome && !outcome.ok && <ErrorState error={outcome.error} className="!py-4" />}
        {outcome?.ok && !damaged && (
          <p className="flex items-center gap-2 font-medium">
            <CircleCheck size={16} aria-hidden className="text-green" />
            {words.whole}
          </p>
        )}
        {outcome?.ok && (
          <ul className="divide-y divide-line rounded-md border border-line" data-selectable>
            {outcome.value.steps.map(({ file, outcome: of, brought_back, lost }) => (
              <li key={file} className="flex gap-2 px-3 py-2">
                {of === 'lost' || of === 'partly' ? (
                  <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-amber" />
                ) : (
                  <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-green" />
                )}
                <div className="min-w-0">
                  <p className="font-mono text-sm break-all">{file}</p>
                  <p>{words.outcomes[of](brought_back, lost)}</p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
