// Rows that can't be taken: the first of them here, all of them as CSV.
import { Download } from 'lucide-react'
import type { Job } from '../../../../shared/domain/job.ts'
import { chooseSaveFile, noteFileJob } from '../../../actions/files.ts'
import { client } from '../../../api/client.ts'
import { noteJob } from '../../../api/events.ts'
import { Button } from '../../../components/ui/button.tsx'
import { showError } from '../../../components/ui/toast.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const words = t.imports
const SHOWN = 100

async function saveAll(job_id: string): Promise<void> {
  const target = await chooseSaveFile(words.errorsName, 'csv')
  if (!target) return
  const started = await client.imports.saveErrors({ job_id, file_token: target.file_token })
  if (!started.ok) return void showError(started.error)
  noteFileJob(started.value)
  noteJob(started.value)
}

const HEAD = 'border-b border-line px-2.5 py-1 font-normal text-ink-3'
const CELL = 'border-b border-line px-2.5 py-1.5 align-top'

export function Refused({ job }: { job: Job }) {
  const { errors = [], error_count = 0 } = job.result ?? {}
  if (error_count === 0) return null
  const inFiles = errors.some(({ file }) => file !== undefined)
  const shown = errors.slice(0, SHOWN)
  return (
    <section aria-label={words.refused} className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <h3 className="flex-1 text-base font-semibold">
          {words.refused} <span className="font-normal text-ink-3">{exactNumber(error_count)}</span>
        </h3>
        <Button size="sm" icon={<Download size={14} />} onClick={() => void saveAll(job.job_id)}>
          {words.saveErrors}
        </Button>
      </div>
      <section
        aria-label={t.jobs.problem}
        // It scrolls, so the keyboard must reach it.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-lg border border-line"
        data-selectable
      >
        <table className="w-full border-separate border-spacing-0 text-left text-base">
          <thead className="sticky top-0 bg-sunken text-sm">
            <tr>
              {inFiles && (
                <th scope="col" className={HEAD}>
                  {words.file}
                </th>
              )}
              <th scope="col" className={cx(HEAD, 'w-16 text-right')}>
                {t.jobs.line}
              </th>
              <th scope="col" className={HEAD}>
                {t.jobs.field}
              </th>
              <th scope="col" className={cx(HEAD, 'w-full')}>
                {t.jobs.problem}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ file, row, line, path, message }) => (
              <tr key={`${file} ${row} ${path} ${message}`}>
                {inFiles && <td className={cx(CELL, 'max-w-48 truncate')}>{file}</td>}
                <td className={cx(CELL, 'text-right text-ink-2')}>{exactNumber(line ?? row)}</td>
                <td className={cx(CELL, 'max-w-56 truncate')} title={path}>
                  {path || t.jobs.noLine}
                </td>
                <td className={cx(CELL, 'text-pretty break-words')}>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < error_count && (
        <p className="text-sm text-ink-3">{t.jobs.firstErrors(shown.length, error_count)}</p>
      )}
    </section>
  )
}
