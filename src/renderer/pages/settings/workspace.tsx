// The workspace folder, what is in it, and whether its files are whole.
import { CircleCheck, FolderInput, LoaderCircle, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Damage } from '../../../shared/contract/workspace.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import { inSentences, type Result } from '../../../shared/errors.ts'
import { chooseWorkspace, DAMAGE_ID } from '../../actions/workspace.ts'
import { client } from '../../api/client.ts'
import { useShell, useWorkspace } from '../../api/hooks.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { Button } from '../../components/ui/button.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { exactDate, exactNumber, formatBytes } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { Row, Section } from './parts.tsx'
import { Repair } from './repair.tsx'

const words = t.settings

function DamageList({ damage }: { damage: readonly Damage[] }) {
  return (
    <ul
      id={DAMAGE_ID}
      aria-label={words.damaged(damage.length)}
      tabIndex={-1}
      className="scroll-my-6 divide-y divide-line rounded-md border border-line"
      data-selectable
    >
      {damage.map(item => (
        <li key={item.file} className="flex gap-2 px-3 py-2">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-amber" />
          <div className="min-w-0">
            <p className="font-mono text-sm break-all">{item.file}</p>
            <p>{inSentences(item)}</p>
            <p className="text-sm text-ink-3">
              {item.rows === null ? words.rowsUnknown : t.workspace.rows(item.rows)} ·{' '}
              {exactDate(item.found_at)}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

type Outcome = Result<OutputOf<'workspace.verify'>>

function Verification({ parts }: { parts: number }) {
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const verify = async () => {
    setBusy(true)
    setOutcome(await client.workspace.verify({}))
    setBusy(false)
    await queryClient.invalidateQueries({ queryKey: keys.workspace })
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-3">
        <Button
          disabled={busy}
          onClick={() => void verify()}
          icon={busy ? <LoaderCircle size={16} className="animate-spin" /> : <ShieldCheck size={16} />}
        >
          {busy ? words.verifying : words.verify}
        </Button>
        <span className="text-sm text-ink-3">{words.verifyHint}</span>
      </div>
      <div role="status">
        {outcome && !outcome.ok && <ErrorState error={outcome.error} className="!py-6" />}
        {outcome?.ok && outcome.value.damage.length === 0 && (
          <p className="flex items-center gap-2">
            <CircleCheck size={16} aria-hidden className="text-green" />
            <span className="font-medium">{words.verified}.</span>
            <span className="text-ink-2">{words.verifiedHint(parts)}</span>
          </p>
        )}
        {outcome?.ok && outcome.value.damage.length > 0 && (
          <p className="font-medium">{words.damaged(outcome.value.damage.length)}</p>
        )}
      </div>
    </div>
  )
}

export function Workspace() {
  const [, go] = useLocation()
  const info = useWorkspace()
  const canChoose = useShell().data?.can_choose_workspace ?? false
  const { data } = info
  const flush = async () => {
    const flushed = await client.workspace.flush({})
    if (!flushed.ok) return showError(flushed.error)
    queryClient.setQueryData(keys.workspace, flushed.value)
    showToast({ title: words.flushed })
  }
  return (
    <Section id="workspace">
      {info.error && <ErrorState error={info.error} onRetry={() => void info.refetch()} className="!py-6" />}
      {data && (
        <>
          <div className="flex flex-col gap-1">
            {data.live && (
              <Row label={t.live.records}>
                <span className="min-w-0 truncate" data-selectable>
                  BigQuery, {data.live.project}.{data.live.dataset}
                </span>
              </Row>
            )}
            <Row label={words.folder}>
              <span className="min-w-0 truncate font-mono text-sm" title={data.folder} data-selectable>
                {data.folder}
              </span>
              {canChoose && <Button onClick={() => void chooseWorkspace()}>{words.changeFolder}</Button>}
            </Row>
            <Row label={words.parts}>{exactNumber(data.parts)}</Row>
            <Row label={words.bytes}>
              <span title={exactNumber(data.bytes)}>{formatBytes(data.bytes)}</span>
            </Row>
            <Row label={words.unflushed}>
              <span title={words.unflushedHint}>{words.unflushedRows(data.unflushed_rows)}</span>
              {data.unflushed_rows > 0 && (
                <Button size="sm" onClick={() => void flush()}>
                  {words.flush}
                </Button>
              )}
            </Row>
            <Row label={words.format}>{exactNumber(data.format_version)}</Row>
          </div>
          {data.damage.length > 0 && <DamageList damage={data.damage} />}
          <Repair damaged={data.damage.length > 0} />
          <Verification parts={data.parts} />
          <div className="flex items-center gap-3">
            <Button icon={<FolderInput size={16} />} onClick={() => go('/migrate')}>
              {words.migrate}
            </Button>
            <span className="text-sm text-ink-3">{words.migrateHint}</span>
          </div>
        </>
      )}
    </Section>
  )
}
