// What stands in the way of the run, above everything else: a decision that is awaited, or why it failed.
import { CircleAlert, MonitorSmartphone, Stamp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { useHome } from '../../../api/hooks.ts'
import { useWho } from '../../../components/who.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactDate, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const words = t.run

function Notice({ tone, icon, children }: { tone: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div role="status" className={cx('flex items-start gap-3 rounded-md px-3 py-2.5', tone)}>
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="min-w-0 flex-1" data-selectable>
        {children}
      </div>
    </div>
  )
}

export function ApprovalNotice({ run }: { run: Distribution }) {
  const who = useWho()
  const { approval_status, approval_comment, requested_by, requested_at, approved_by, approved_at } =
    run.metadata
  if (run.status !== 'scheduled' || !approval_status || approval_status === 'approved') return null
  const waits = approval_status === 'pending'
  const by = waits ? requested_by : approved_by
  const at = waits ? requested_at : approved_at
  return (
    <Notice
      tone={waits ? 'bg-amber-tint' : 'bg-red-tint'}
      icon={<Stamp size={16} aria-hidden className={waits ? 'text-amber' : 'text-red'} />}
    >
      <p>
        <span className="font-medium">{waits ? words.approvalWaits : words.approvalRejected}.</span>{' '}
        <span className="text-ink-2" title={at && exactDate(at)}>
          {(waits ? words.approvalWaitsHint : words.approvalRejectedHint)(
            who(by ?? run.changed_by),
            relativeDate(at ?? run.updated_at),
          )}
        </span>
      </p>
      {approval_comment && <p className="break-words">{words.comment(approval_comment)}</p>}
    </Notice>
  )
}

/** A run that came through BigQuery and starts where it was planned. */
export function ElsewhereNotice({ run }: { run: Distribution }) {
  const home = useHome().data
  const { planned_in } = run.metadata
  const waits = run.status === 'scheduled' || run.status === 'processing'
  if (!waits || !home || !planned_in || planned_in === home) return null
  return (
    <Notice tone="bg-blue-tint" icon={<MonitorSmartphone size={16} aria-hidden className="text-blue" />}>
      <p>
        <span className="font-medium">{words.elsewhere}.</span>{' '}
        <span className="text-ink-2">{words.elsewhereHint}</span>
      </p>
    </Notice>
  )
}

export function FailureNotice({ run }: { run: Distribution }) {
  const error = run.error_details
  if (run.status !== 'failed' || !error) return null
  return (
    <Notice tone="bg-red-tint" icon={<CircleAlert size={16} aria-hidden className="text-red" />}>
      <p>
        <span className="font-medium">{error.error_message}</span>{' '}
        <span className="text-ink-2">{error.hint}</span>
      </p>
      <p className="text-ink-2" title={error.next_retry_at ? exactDate(error.next_retry_at) : undefined}>
        {error.next_retry_at ? words.nextRetry(relativeDate(error.next_retry_at)) : words.noRetry}
      </p>
    </Notice>
  )
}
