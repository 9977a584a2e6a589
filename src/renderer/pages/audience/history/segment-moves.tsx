// Segments that came, went or moved in size, with the two sizes and the difference.
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Delta, Gone, New, useSome } from './marks.tsx'

type Row = { segment_id: string; name: string; before: number | null; after: number | null }
const CELL = 'h-8 border-b border-line px-1.5'
const HEAD = 'h-7 border-b border-line px-1.5 text-sm font-normal text-ink-3'

const size = (value: number | null) => (value === null ? '–' : exactNumber(value))

function Sign({ before, after }: Pick<Row, 'before' | 'after'>) {
  if (before === null) return <span className="text-green">+</span>
  if (after === null) return <span className="text-red">−</span>
  return <span className="text-ink-3">±</span>
}

export function SegmentMoves({ rows }: { rows: readonly Row[] }) {
  const { shown, more } = useSome(rows)
  if (rows.length === 0) return null
  return (
    <div>
      <table aria-label={t.audience.segments} className="w-full border-separate border-spacing-0">
        <thead>
          <tr>
            <th className={`${HEAD} w-6`}>
              <span className="sr-only">{t.history.changed}</span>
            </th>
            <th className={`${HEAD} text-left`}>{t.audience.segment}</th>
            <th className={`${HEAD} text-right`}>{t.history.before}</th>
            <th className={`${HEAD} text-right`}>{t.history.after}</th>
            <th className={`${HEAD} text-right`}>{t.history.delta}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ segment_id, name, before, after }) => (
            <tr key={segment_id}>
              <td className={`${CELL} text-center font-semibold`}>
                <Sign before={before} after={after} />
              </td>
              <td data-selectable className={`${CELL} break-words`}>
                {before === null ? <New>{name}</New> : after === null ? <Gone>{name}</Gone> : name}
              </td>
              <td className={`${CELL} text-right whitespace-nowrap text-ink-2`}>{size(before)}</td>
              <td className={`${CELL} text-right whitespace-nowrap`}>{size(after)}</td>
              <td className={`${CELL} text-right`}>
                <Delta before={before ?? 0} after={after ?? 0} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  )
}
