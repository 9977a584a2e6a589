// The notes of a check or a migration, row by row: by what they are, a page at a time, and as a file.
import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, Download } from 'lucide-react'
import { useId, useState } from 'react'
import type { MigrationNote, MigrationReport } from '../../../shared/contract/migration.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { unwrap } from '../../api/query-client.ts'
import { Button, IconButton } from '../../components/ui/button.tsx'
import { ChoiceTabs } from '../../components/ui/choice-tabs.tsx'
import { exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { saveNotes } from './state.ts'

const words = t.migration
const LEVELS = ['refused', 'kept', 'changed'] as const
const AT_ONCE = 50
type Level = MigrationNote['level']

function Table({ notes }: { notes: readonly MigrationNote[] }) {
  return (
    <table className="w-full text-left">
      <thead className="text-sm text-ink-2">
        <tr className="border-b border-line">
          <th scope="col" className="px-4 py-1.5 font-medium">
            {words.note.message}
          </th>
          <th scope="col" className="px-4 py-1.5 font-medium">
            {words.note.id}
          </th>
          <th scope="col" className="px-4 py-1.5 font-medium">
            {words.note.file}
          </th>
          <th scope="col" className="px-4 py-1.5 text-right font-medium">
            {words.note.row}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line" data-selectable>
        {notes.map(({ file, row, id, message }) => (
          <tr key={`${file} ${row} ${id} ${message}`} className="align-top">
            <td className="px-4 py-1.5 text-pretty break-words">{message}</td>
            <td className="max-w-44 truncate px-4 py-1.5 font-mono text-sm" title={id ?? undefined}>
              {id ?? words.noRow}
            </td>
            {/* Cut at its beginning: files of one folder differ at their ends. */}
            <td
              className="max-w-80 truncate px-4 py-1.5 text-left font-mono text-sm [direction:rtl]"
              title={file}
            >
              <bdi dir="ltr">{file}</bdi>
            </td>
            <td className="px-4 py-1.5 text-right tabular-nums">
              {row === null ? words.noRow : exactNumber(row)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Notes({ report }: { report: MigrationReport }) {
  const id = useId()
  const { job_id, notes: counts } = report
  const [level, setLevel] = useState<Level>(LEVELS.find(one => counts[one] > 0) ?? 'refused')
  const [offset, setOffset] = useState(0)
  const page = useQuery({
    queryKey: keys.migrationNotes(job_id, level, offset),
    queryFn: () => unwrap(client.migration.notes({ job_id, level, offset, limit: AT_ONCE })),
    placeholderData: previous => previous,
  })
  const total = counts[level]
  const until = Math.min(total, offset + AT_ONCE)
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <h3 id={id} className="flex-1 text-md font-semibold">
          {words.notes}
        </h3>
        <Button icon={<Download size={16} />} onClick={() => void saveNotes(job_id)}>
          {words.save}
        </Button>
      </div>
      <div className="rounded-lg border border-line pt-1">
        <ChoiceTabs
          label={words.levels}
          value={level}
          tabs={LEVELS.map(value => ({
            value,
            label: words.level[value],
            count: exactNumber(counts[value]),
          }))}
          onChange={next => {
            setLevel(next)
            setOffset(0)
          }}
        />
        <div className="overflow-x-auto">
          <Table notes={page.data?.notes ?? []} />
        </div>
        {total > AT_ONCE && (
          <div className="flex items-center justify-end gap-2 border-t border-line px-3 py-1.5 text-ink-2 tabular-nums">
            {words.range(offset + 1, until, total)}
            <IconButton
              label={words.earlierNotes}
              disabled={offset === 0}
              onClick={() => setOffset(Math.max(0, offset - AT_ONCE))}
            >
              <ChevronLeft size={16} />
            </IconButton>
            <IconButton
              label={words.laterNotes}
              disabled={until >= total}
              onClick={() => setOffset(offset + AT_ONCE)}
            >
              <ChevronRight size={16} />
            </IconButton>
          </div>
        )}
      </div>
    </section>
  )
}
