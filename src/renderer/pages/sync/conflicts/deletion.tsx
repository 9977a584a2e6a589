// One side deleted the record while the other changed it: a choice of two, in plain words.
import { RadioGroup } from 'radix-ui'
import { Link } from 'wouter'
import type { Side, SyncConflict } from '../../../../shared/contract/bigquery.ts'
import { StateMark } from '../../../components/distribution/status-mark.tsx'
import { exactDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { distributionRoute } from '../../distributions/routes.ts'
import { WHOLE } from '../model/choices.ts'
import { fieldLabel, inOrder } from '../model/values.ts'
import { Cell, SIDES } from './field-row.tsx'
import { SideValue } from './value.tsx'

const words = t.bigqueryConflicts

/** What the side changed that didn't delete it, so that one knows what is at stake. */
function Changes({ conflict: { entity, fields }, side }: { conflict: SyncConflict; side: Side }) {
  const changed = inOrder(fields).filter(({ path }) => path !== 'deleted')
  if (changed.length === 0) return null
  return (
    <div className="pt-3">
      <h3 className="pb-1 text-sm text-ink-3">{words.changedMeanwhile[side]}</h3>
      <dl className="border-t border-line">
        {changed.map(field => (
          <div
            key={field.path}
            className="grid gap-x-6 gap-y-1 border-b border-line py-2 @xl:grid-cols-[160px_minmax(0,1fr)]"
          >
            <dt className="text-ink-2">{fieldLabel(entity, field)}</dt>
            <dd className="min-w-0">
              <SideValue entity={entity} field={field} side={side} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** Which runs are at stake; each leads to its page. */
function Runs({ runs: { count, first } }: { runs: SyncConflict['runs'] }) {
  return (
    <div className="pt-3">
      <h3 className="text-sm text-ink-3">{words.runs(count)}</h3>
      <p className="pb-1.5 text-sm text-ink-3">{words.runsHint}</p>
      <ul className="border-t border-line">
        {first.map(({ distribution_id, audience_name, platform_name, status, scheduled_at }) => (
          <li
            key={distribution_id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2"
          >
            <Link
              href={distributionRoute(distribution_id)}
              className="min-w-0 flex-1 truncate rounded-sm hover:underline"
            >
              {t.run.title(audience_name, platform_name)}
            </Link>
            <StateMark plain state={status} />
            {scheduled_at && <span className="text-ink-2 tabular-nums">{exactDate(scheduled_at)}</span>}
          </li>
        ))}
      </ul>
      {count > first.length && (
        <p className="pt-1.5 text-sm text-ink-3">{words.runsMore(count - first.length)}</p>
      )}
    </div>
  )
}

type Props = {
  conflict: SyncConflict
  deleted: Side
  who: string
  choice: Side | undefined
  onChoose: (side: Side) => void
}

export function Deletion({ conflict, deleted, who, choice, onChoose }: Props) {
  const { entity, fields, runs } = conflict
  // Nobody changed it here: it is asked for the sake of the runs alone.
  const forRuns = runs.count > 0 && fields.every(({ path }) => path === 'deleted')
  const title = forRuns
    ? words.runsTitle(words.kind[entity], who, runs.count)
    : words.deleteTitle[deleted](who)
  const what = forRuns
    ? { mine: words.runsKeep, theirs: words.runsDelete[entity] }
    : words.deleteWhat[deleted]
  return (
    <div className="flex flex-col gap-3 py-4">
      <p className="text-md text-pretty">{title}</p>
      <RadioGroup.Root
        value={choice ?? null}
        onValueChange={value => {
          const side = SIDES.find(one => one === value)
          if (side) onChoose(side)
        }}
        aria-label={conflict.name || words.unnamed}
        data-path={WHOLE}
        className="grid gap-3 @2xl:grid-cols-2"
      >
        {SIDES.map(side => (
          <Cell key={side} side={side} label={words.deleteChoice[deleted][side]} chosen={choice === side}>
            <p className="font-medium">{words.deleteChoice[deleted][side]}</p>
            <p className="text-pretty text-ink-2">{what[side]}</p>
          </Cell>
        ))}
      </RadioGroup.Root>
      {runs.count > 0 && <Runs runs={runs} />}
      <Changes conflict={conflict} side={deleted === 'mine' ? 'theirs' : 'mine'} />
    </div>
  )
}
