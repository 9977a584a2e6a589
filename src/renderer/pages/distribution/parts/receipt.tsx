// The receipt of the newest attempt: whether the file is as it was written, what it says, and a copy of it.
import { CircleCheck, Copy, Download, RotateCw, ShieldAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { Receipt, receiptText } from '../../../../shared/domain/receipt.ts'
import { useReceipt } from '../../../api/distributions.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Badge } from '../../../components/ui/status.tsx'
import { useWho } from '../../../components/who.tsx'
import { exactDate, formatBytes } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { copyText } from '../../audience/parts/query-block.tsx'
import { Section } from '../../audience/parts/section.tsx'

const words = t.run

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid gap-x-6 border-b border-line py-1.5 @md:grid-cols-[184px_minmax(0,1fr)]">
    <dt className="text-ink-2">{name}</dt>
    <dd className="min-w-0 break-words" data-selectable>
      {children}
    </dd>
  </div>
)
const Hash = ({ children }: { children: string }) => (
  <span className="font-mono text-sm break-all">{children}</span>
)

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

function Content({ receipt }: { receipt: Receipt }) {
  const who = useWho()
  const { approved, sent } = receipt
  return (
    <>
      <Row name={words.outcome}>{words.outcomes[receipt.outcome]}</Row>
      <Row name={words.sent}>{words.sentOf(sent.files.length, sent.requests)}</Row>
      {sent.files.length > 0 && (
        <Row name={words.files}>
          <ul className="flex flex-col gap-1">
            {sent.files.map(({ name, bytes, sha256, records }) => (
              <li key={name}>
                {name} · {formatBytes(bytes)}
                {records !== null && records > 0 && ` · ${words.records(records)}`}
                <span className="block text-ink-3">
                  <Hash>{sha256}</Hash>
                </span>
              </li>
            ))}
          </ul>
        </Row>
      )}
      <Row name={words.approvedBy}>
        {approved ? words.approvalApproved(who(approved.by), exactDate(approved.at)) : words.nobody}
      </Row>
      <Row name={words.contentHash}>
        <Hash>{receipt.audience.sha256}</Hash>
      </Row>
      <Row name={words.receiptHash}>
        <Hash>{receipt.sha256}</Hash>
      </Row>
      <Row name={words.previousHash}>
        {receipt.previous ? (
          <Hash>{receipt.previous}</Hash>
        ) : (
          <span className="text-ink-3">{words.firstReceipt}</span>
        )}
      </Row>
    </>
  )
}

function Loaded({ run }: { run: Distribution }) {
  const { data, error, refetch } = useReceipt(run.distribution_id)
  if (error)
    return (
      <div role="alert" className="flex items-start gap-3">
        <p className="min-w-0 flex-1" data-selectable>
          <span className="font-medium text-red">{words.receiptFailed}.</span> {error.message}{' '}
          <span className="text-ink-2">{error.hint}</span>
        </p>
        <Button size="sm" icon={<RotateCw size={14} />} onClick={() => void refetch()}>
          {t.common.retry}
        </Button>
      </div>
    )
  if (!data) return null
  const parsed = Receipt.safeParse(data.receipt)
  // As the file is written, so that the copy can be checked without the app.
  const text = parsed.success ? receiptText(parsed.data) : canonicalJson(data.receipt)
  const name = data.file.split(/[\\/]/).at(-1) ?? 'receipt.json'
  return (
    <div className="@container flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {data.intact ? (
          <Badge tone="green" icon={CircleCheck}>
            {words.intact}
          </Badge>
        ) : (
          <Badge tone="red" icon={ShieldAlert}>
            {words.altered}
          </Badge>
        )}
        <span className={data.intact ? 'text-ink-2' : 'text-red'} data-selectable>
          {data.intact ? words.intactHint : data.problem}
        </span>
        {data.receipt !== null && (
          <span className="ml-auto flex gap-2">
            <Button size="sm" icon={<Copy size={14} />} onClick={() => void copyText(text)}>
              {words.copyJson}
            </Button>
            <Button size="sm" icon={<Download size={14} />} onClick={() => download(name, text)}>
              {words.download}
            </Button>
          </span>
        )}
      </div>
      <dl className="flex flex-col border-t border-line">
        <Row name={words.file}>
          <span className="font-mono text-sm break-all">{data.file}</span>
        </Row>
        {parsed.success && <Content receipt={parsed.data} />}
      </dl>
    </div>
  )
}

export function ReceiptSection({ run }: { run: Distribution }) {
  return (
    <Section title={words.receipt}>
      {run.metadata.receipt ? (
        <Loaded key={run.metadata.receipt.sha256} run={run} />
      ) : (
        <p>
          {words.noReceipt}. <span className="text-ink-2">{words.noReceiptHint}</span>
        </p>
      )}
    </Section>
  )
}
