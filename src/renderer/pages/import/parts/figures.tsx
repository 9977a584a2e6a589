// What an import would do or did, as five figures.
import type { JobResult } from '../../../../shared/domain/job.ts'
import { cx } from '../../../lib/cx.ts'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const words = t.imports.counts
const KINDS = ['created', 'updated', 'unchanged', 'trashed', 'refused'] as const

export function Figures({ result }: { result: JobResult | null }) {
  const refused = result?.error_count ?? 0
  const figures = result?.counts && { ...result.counts, refused }
  return (
    <dl className="grid grid-cols-5 divide-x divide-line rounded-lg border border-line">
      {KINDS.map(kind => {
        const value = figures?.[kind]
        const alarming = (kind === 'refused' || kind === 'trashed') && value !== undefined && value > 0
        return (
          <div key={kind} className="flex flex-col-reverse px-4 py-3">
            <dt className="text-sm text-ink-3">{words[kind]}</dt>
            <dd
              className={cx(
                'text-title font-semibold tabular-nums',
                value === 0 && 'text-ink-3',
                alarming && (kind === 'refused' ? 'text-red' : 'text-amber'),
              )}
            >
              {value === undefined ? t.common.dash : exactNumber(value)}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
