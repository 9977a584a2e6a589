// The head of the page: where this profile pushes to and as whom, pull, and the push with its count.
import { CloudDownload, CloudUpload } from 'lucide-react'
import type { SyncStatus } from '../../../../shared/contract/bigquery.ts'
import { pull, push } from '../../../actions/bigquery.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { t } from '../../../messages/index.ts'

const words = t.bigquery

type Connected = SyncStatus & { connection: NonNullable<SyncStatus['connection']> }

/** Why a push makes no sense now; null when it does. */
function useReason({ connection, unpushed, waiting_batch, job_id, conflicts }: Connected): string | null {
  if (job_id !== null) return words.running.push
  if (connection.sign_in.state === 'needed') return words.notice.signInTitle
  if (unpushed.total > 0 || waiting_batch) return null
  return conflicts > 0 ? words.notice.decideTitle(conflicts) : words.pushNothing
}

export function Head({ status }: { status: Connected }) {
  const { connection, unpushed, waiting_batch, job_id } = status
  const { project, dataset, location, sign_in } = connection
  const reason = useReason(status)
  const noPull = job_id !== null || sign_in.state === 'needed'
  const label =
    unpushed.total > 0 ? words.pushN(unpushed.total) : waiting_batch ? words.pushAgain : words.push
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="flex items-center gap-3 px-8 py-3">
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-title font-semibold">{words.title}</h1>
          <p className="truncate text-ink-2" data-selectable>
            {words.place(project, dataset, location)}
            {sign_in.account && <span className="text-ink-3"> {words.signedInAs(sign_in.account)}</span>}
          </p>
        </div>
        <Tooltip label={noPull ? (reason ?? words.pullHint) : words.pullHint}>
          <Button
            size="lg"
            icon={<CloudDownload size={16} />}
            aria-disabled={noPull || undefined}
            onClick={() => {
              if (!noPull) void pull()
            }}
          >
            {words.pull}
          </Button>
        </Tooltip>
        {/* Not `disabled`: the reason has to be reachable. */}
        <Tooltip label={reason ?? t.commands.pushNow} shortcut={reason ? undefined : 'mod+shift+p'}>
          <Button
            size="lg"
            variant="primary"
            icon={<CloudUpload size={16} />}
            aria-disabled={reason !== null || undefined}
            onClick={() => {
              if (reason === null) void push()
            }}
          >
            {label}
          </Button>
        </Tooltip>
      </div>
    </header>
  )
}
