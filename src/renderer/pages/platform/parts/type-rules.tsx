// What a type is like: its smallest list, largest request, hashing, match rate and what else to know, each with its source.
import type { ReactNode } from 'react'
import type { Basis, HashingRule, PlatformDefinition } from '../../../../shared/platforms/definition.ts'
import { NORMALISE_STEPS } from '../../../../shared/platforms/normalise-steps.ts'
import { formatPercent } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Source } from './source.tsx'

const words = t.platformType

type FactProps = { name: string; value: ReactNode; note?: string | undefined; basis: Basis }

function Fact({ name, value, note, basis }: FactProps) {
  return (
    <div className="grid gap-x-6 border-b border-line py-2 @xl:grid-cols-[144px_minmax(0,1fr)]">
      <dt className="text-ink-2">{name}</dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{value}</span>
        <Source {...basis} />
        {note && <span className="basis-full max-w-[84ch] text-sm text-pretty text-ink-2">{note}</span>}
      </dd>
    </div>
  )
}

/** `Basis` is a union that a spread of a larger object doesn't narrow. */
const basisOf = (item: Basis): Basis =>
  item.basis === 'own' ? { basis: 'own', source: null } : { basis: item.basis, source: item.source }

const stepsOf = ({ steps }: HashingRule) =>
  steps.length === 0 ? words.asItIs : steps.map(step => NORMALISE_STEPS[step]).join(', then ')

const hashOf = ({ algorithm, encoding }: HashingRule) =>
  algorithm === 'none' ? words.hashes.none : `${words.hashes[algorithm]}, ${words.encodings[encoding]}`

function Hashing({ rules }: { rules: readonly HashingRule[] }) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-medium text-ink-2">{words.hashing}</h3>
      <ul aria-label={words.hashing} className="flex flex-col">
        {rules.map(rule => (
          <li
            key={rule.identifier}
            className="grid gap-x-6 border-b border-line py-2 @xl:grid-cols-[144px_minmax(0,1fr)]"
          >
            <span className="text-ink-2">{rule.identifier}</span>
            <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
              <span className="font-medium">{hashOf(rule)}</span>
              <Source {...basisOf(rule)} />
              <span className="basis-full text-sm text-pretty text-ink-2">
                {words.prepared}: {stepsOf(rule)}.{rule.note ? ` ${rule.note}` : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

export function TypeRules({ definition }: { definition: PlatformDefinition }) {
  const { size_floor: floor, batch, match_rate: rate, default_match_rate: first, hashing, notes } = definition
  return (
    <div className="@container flex flex-col gap-6">
      <dl className="flex flex-col border-t border-line">
        <Fact
          name={words.sizeFloor}
          value={floor.records === null ? words.none : words.members(floor.records)}
          note={floor.note}
          basis={basisOf(floor)}
        />
        <Fact
          name={words.batch}
          value={words.batchOf(batch.records, batch.bytes)}
          note={batch.note}
          basis={basisOf(batch)}
        />
        <Fact
          name={words.matchRate}
          value={words.reported[rate.reported]}
          note={rate.how}
          basis={basisOf(rate)}
        />
        {first && (
          <Fact
            name={words.startingRate}
            value={formatPercent(first.rate)}
            note={first.note}
            basis={basisOf(first)}
          />
        )}
      </dl>
      <Hashing rules={hashing} />
      {notes.length > 0 && (
        <div className="flex flex-col gap-2">
          <h3 className="font-medium text-ink-2">{words.goodToKnow}</h3>
          <ul className="flex list-disc flex-col gap-1.5 pl-4 marker:text-ink-3">
            {notes.map(note => (
              <li key={note.text} className="max-w-[96ch] text-pretty">
                {note.text} <Source {...basisOf(note)} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
