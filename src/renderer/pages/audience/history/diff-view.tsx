// Two audiences, or two versions of one, field by field: texts word by word, variables and segments gained, lost, moved.
import { Equal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Audience } from '../../../../shared/domain/audience.ts'
import type { AudienceDiff } from '../../../../shared/domain/diff.ts'
import { t } from '../../../messages/index.ts'
import { isSame, segmentChanges } from '../model/changes.ts'
import { Section } from '../parts/section.tsx'
import { FieldChangeValue, fieldName } from './field-change.tsx'
import { Gone, New, SignedList, Some } from './marks.tsx'
import { SegmentMoves } from './segment-moves.tsx'

const counts = (gained: number, lost: number, changed: number) =>
  [
    gained > 0 && t.history.countGained(gained),
    lost > 0 && t.history.countLost(lost),
    changed > 0 && t.history.countChanged(changed),
  ]
    .filter(Boolean)
    .join(' · ')

function Fields({ diff }: { diff: AudienceDiff }) {
  if (diff.fields.length === 0) return null
  return (
    <dl className="flex flex-col">
      {diff.fields.map(change => (
        <div
          key={change.field}
          className="grid gap-x-6 gap-y-1 border-b border-line py-3 first:pt-0 @xl:grid-cols-[128px_minmax(0,1fr)]"
        >
          <dt className="text-ink-3">{fieldName(change.field)}</dt>
          <dd className="min-w-0">
            <FieldChangeValue change={change} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

type Details = ReadonlyMap<string, string>
const descriptions = (audience: Audience): Details =>
  new Map(audience.variable_details.map(detail => [detail.code, detail.description]))

const Code = ({
  code,
  details,
  children,
}: {
  code: ReactNode
  details: string | undefined
  children?: ReactNode
}) => (
  <div data-selectable className="flex min-h-7 flex-wrap items-baseline gap-x-3 border-b border-line py-1">
    <span className="font-mono text-sm">{code}</span>
    {details && <span className="min-w-0 truncate text-ink-3">{details}</span>}
    {children}
  </div>
)

function Variables({ diff, before, after }: Props) {
  const { gained, lost, changed, reordered, kept } = diff.variables
  if (gained.length + lost.length + changed.length === 0 && !reordered) return null
  const [old, fresh] = [descriptions(before), descriptions(after)]
  return (
    <Section title={t.audience.variables} count={counts(gained.length, lost.length, changed.length)}>
      {reordered && <p className="text-ink-2">{t.history.reordered}</p>}
      <div>
        <SignedList
          sign="+"
          items={gained}
          render={code => <Code key={code} code={<New>{code}</New>} details={fresh.get(code)} />}
        />
        <SignedList
          sign="−"
          items={lost}
          render={code => <Code key={code} code={<Gone>{code}</Gone>} details={old.get(code)} />}
        />
        <SignedList
          sign="±"
          items={changed}
          render={({ code, fields }) => (
            <Code key={code} code={code} details={undefined}>
              {fields
                .filter(change => change.field !== 'code')
                .map(change => (
                  <span key={change.field} className="inline-flex flex-wrap items-baseline gap-x-2">
                    <span className="text-ink-3">{fieldName(change.field)}</span>
                    <FieldChangeValue change={change} />
                  </span>
                ))}
            </Code>
          )}
        />
      </div>
      <p className="text-sm text-ink-3">{t.history.kept(kept - changed.length)}</p>
    </Section>
  )
}

function Segments({ diff }: { diff: AudienceDiff }) {
  const { gained, lost, changed, kept } = diff.segments
  if (gained.length + lost.length + changed.length === 0) return null
  const { moves, others } = segmentChanges(diff.segments)
  return (
    <Section
      title={t.audience.segments}
      count={counts(
        gained.length,
        lost.length,
        new Set([...moves, ...others].map(each => each.segment_id)).size,
      )}
    >
      <SegmentMoves
        rows={[
          ...gained.map(({ segment_id, name, size }) => ({ segment_id, name, before: null, after: size })),
          ...lost.map(({ segment_id, name, size }) => ({ segment_id, name, before: size, after: null })),
          ...moves,
        ]}
      />
      {others.length > 0 && (
        <Some
          items={others}
          render={({ segment_id, name, fields }) => (
            <div
              key={segment_id}
              className="grid gap-x-6 gap-y-1 border-b border-line py-2 @xl:grid-cols-[128px_minmax(0,1fr)]"
            >
              <span className="truncate" title={name}>
                {name}
              </span>
              <dl className="grid min-w-0 grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
                {fields.map(change => (
                  <div key={change.field} className="contents">
                    <dt className="text-ink-3">{fieldName(change.field)}</dt>
                    <dd className="min-w-0">
                      <FieldChangeValue change={change} />
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          )}
        />
      )}
      {kept > 0 && <p className="text-sm text-ink-3">{t.history.kept(kept)}</p>}
    </Section>
  )
}

type Props = { before: Audience; after: Audience; diff: AudienceDiff }

export function DiffView(props: Props) {
  if (isSame(props.diff))
    return (
      <p className="flex items-center gap-2 py-2 text-ink-2">
        <Equal size={16} aria-hidden className="text-ink-3" />
        {t.history.same}
      </p>
    )
  return (
    <div className="@container flex flex-col gap-8">
      <Fields diff={props.diff} />
      <Variables {...props} />
      <Segments diff={props.diff} />
    </div>
  )
}
