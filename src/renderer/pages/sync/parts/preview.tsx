// What a push would send, before it is sent: rows of each table, their size, and what Google bills for it.

import { CircleCheck, Info, LoaderCircle } from 'lucide-react'
import { type Preview, SyncedEntity, type SyncStatus } from '../../../../shared/contract/bigquery.ts'
import { inSentences } from '../../../../shared/errors.ts'
import { usePreview } from '../../../api/bigquery.ts'
import { isNoNetwork } from '../../../components/sync/standing.ts'
import { ErrorState } from '../../../components/ui/states.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactNumber, formatBytes } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { costText } from '../model/cost.ts'

const words = t.bigquery.preview
const HEADS = ['added', 'changed', 'deleted', 'size'] as const
const CELL = 'h-8 border-b border-line'

type Sums = Pick<Preview['tables'][number], 'added' | 'changed' | 'deleted' | 'bytes'>
/** `waiting`: how many changes there are, as long as it isn't known which. */
type Line = { name: string; note?: string; sums: Sums | null; waiting?: number }

const figure = (n: number) => (n === 0 ? <span className="text-ink-3">{t.common.dash}</span> : exactNumber(n))

function Row({ line: { name, note, sums, waiting = 0 }, total = false }: { line: Line; total?: boolean }) {
  const cell = cx(CELL, total && 'border-b-0 font-medium')
  return (
    <tr>
      <th scope="row" className={cx(cell, 'text-left font-medium')}>
        {name} {note && <span className="font-mono text-sm font-normal text-ink-3">{note}</span>}
      </th>
      {sums === null ? (
        <td colSpan={HEADS.length} className={cx(cell, 'text-right')}>
          {words.count(waiting)}
        </td>
      ) : (
        HEADS.map(head => (
          <td key={head} className={cx(cell, 'text-right')}>
            {head !== 'size' ? figure(sums[head]) : sums.bytes === 0 ? figure(0) : formatBytes(sums.bytes)}
          </td>
        ))
      )}
    </tr>
  )
}

const sum = (tables: readonly Sums[]): Sums =>
  tables.reduce(
    (all, { added, changed, deleted, bytes }) => ({
      added: all.added + added,
      changed: all.changed + changed,
      deleted: all.deleted + deleted,
      bytes: all.bytes + bytes,
    }),
    { added: 0, changed: 0, deleted: 0, bytes: 0 },
  )

/** Known after a dry run; without a network it is simply not known. */
function Cost({ preview, asking }: { preview: Preview | undefined; asking: boolean }) {
  if (!preview)
    return (
      <p role="status" className="flex items-center gap-2 text-ink-3">
        <LoaderCircle size={14} aria-hidden className="animate-spin" />
        {words.asking}
      </p>
    )
  const { why, billed_bytes } = preview
  return (
    <p role="status" className={cx('text-pretty', asking ? 'text-ink-3' : 'text-ink-2')} data-selectable>
      {costText(preview)} {why && !isNoNetwork(why) && <>{inSentences(why)}</>}
      {billed_bytes !== null && billed_bytes > 0 && (
        <Tooltip label={words.basis}>
          <button
            type="button"
            aria-label={words.basis}
            className="ml-0.5 inline-flex size-5 items-center justify-center rounded-sm align-middle text-ink-3 hover:text-ink"
          >
            <Info size={14} aria-hidden />
          </button>
        </Tooltip>
      )}
    </p>
  )
}

function Nothing({ hint }: { hint: string }) {
  return (
    <p role="status" className="flex items-start gap-2">
      <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-green" />
      <span>
        <span className="font-medium">{words.nothing}.</span> <span className="text-ink-2">{hint}</span>
      </span>
    </p>
  )
}

function Table({ status }: { status: SyncStatus }) {
  const { data, error, isFetching, refetch } = usePreview(status.unpushed)
  if (error && !data)
    return (
      <ErrorState
        className="!items-start !px-0 !py-2 !text-left"
        title={words.failed}
        error={error}
        onRetry={() => void refetch()}
      />
    )
  if (data?.rows === 0) return <Nothing hint={words.silent} />
  const lines: Line[] = data
    ? data.tables.map(({ entity, table, ...sums }) => ({ name: t.entities[entity], note: table, sums }))
    : SyncedEntity.options
        .filter(entity => status.unpushed[entity] > 0)
        .map(entity => ({ name: t.entities[entity], sums: null, waiting: status.unpushed[entity] }))
  return (
    <div className="flex flex-col gap-2">
      <table aria-label={words.title} className="w-full max-w-[760px] border-separate border-spacing-0">
        <thead>
          <tr className="text-sm text-ink-3">
            <th scope="col" className="h-7 border-b border-line text-left font-normal">
              {words.table}
            </th>
            {HEADS.map(head => (
              <th
                key={head}
                scope="col"
                title={head === 'deleted' ? words.deletedHint : undefined}
                className="h-7 w-24 border-b border-line text-right font-normal"
              >
                {words[head]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <Row key={line.name} line={line} />
          ))}
          {data && <Row total line={{ name: words.total, sums: sum(data.tables) }} />}
        </tbody>
      </table>
      <Cost preview={data} asking={isFetching} />
    </div>
  )
}

export function PreviewSection({ status }: { status: SyncStatus }) {
  const { total } = status.unpushed
  return (
    <Section title={words.title} count={total > 0 ? words.count(total) : undefined}>
      {total > 0 ? <Table status={status} /> : <Nothing hint={words.nothingHint} />}
    </Section>
  )
}
