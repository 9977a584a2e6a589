// Records that were changed here and in BigQuery: each side, the result, and the decision, field by field or for all.
import { ChevronLeft, CircleCheck } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Side, SyncConflict } from '../../../../shared/contract/bigquery.ts'
import type { OutputOf } from '../../../../shared/contract.ts'
import { settled } from '../../../actions/bigquery.ts'
import { useConflicts } from '../../../api/bigquery.ts'
import { client } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { queryClient } from '../../../api/query-client.ts'
import { useCommands } from '../../../commands/registry.ts'
import { Button } from '../../../components/ui/button.tsx'
import { ConfirmDialog } from '../../../components/ui/dialog.tsx'
import { EmptyState, ErrorState } from '../../../components/ui/states.tsx'
import { showToast } from '../../../components/ui/toast.tsx'
import { useTitle } from '../../../lib/title.ts'
import { t } from '../../../messages/index.ts'
import { Loading } from '../index.tsx'
import { allOf, type Choices, choiceOf, keyOf, NO_CHOICES } from '../model/choices.ts'
import { bigqueryRoute } from '../routes.ts'
import { Record } from './record.tsx'
import { LIST_ID, RecordList } from './record-list.tsx'

const words = t.bigqueryConflicts

/** Takes what is decided off the list at once; the event that tells of it brings the list itself. */
function leaveOut(key: string | null): void {
  queryClient.setQueryData<OutputOf<'bigquery.conflicts'>>(keys.bigqueryConflicts, found =>
    found ? { items: key === null ? [] : found.items.filter(item => keyOf(item) !== key) } : found,
  )
}

function EveryRecord({ count }: { count: number }) {
  const [side, setSide] = useState<Side>('mine')
  const [asking, setAsking] = useState(false)
  const ask = (next: Side) => {
    setSide(next)
    setAsking(true)
  }
  const decide = async () => {
    if (!(await settled(client.bigquery.resolveAll({ choice: side })))) return
    leaveOut(null)
    showToast({ title: words.appliedAll(count), detail: words.appliedHint })
  }
  return (
    <>
      <Button onClick={() => ask('mine')}>{words.everyMine}</Button>
      <Button onClick={() => ask('theirs')}>{words.everyTheirs}</Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void decide()}
        title={words.everyTitle(count, side)}
        description={words.everyHint}
        action={words.everyAction[side]}
      />
    </>
  )
}

function Deciding({ items }: { items: readonly SyncConflict[] }) {
  const [at, setAt] = useState(0)
  const [chosen, setChosen] = useState<Readonly<Record<string, Choices>>>({})
  const [saving, setSaving] = useState(false)
  const index = Math.min(at, items.length - 1)
  const conflict = items[index]
  const focusList = () => document.getElementById(LIST_ID)?.focus()
  // Once: the keys of the list are what the page begins with.
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    focusList()
  })
  if (!conflict) return null
  const key = keyOf(conflict)
  const choices = chosen[key] ?? NO_CHOICES
  const choose = (next: Choices) => setChosen(all => ({ ...all, [key]: next }))
  const apply = async () => {
    const choice = choiceOf(conflict, choices)
    if (choice === null || saving) return
    setSaving(true)
    const { entity, id, name } = conflict
    const done = await settled(client.bigquery.resolve({ entity, id, choice }))
    setSaving(false)
    if (!done) return
    leaveOut(key)
    showToast({ title: words.applied(name || words.unnamed), detail: words.appliedHint })
    focusList()
  }
  const chooseAll = (side: Side) => choose(allOf(conflict, side))
  return (
    <div className="flex min-h-0 flex-1">
      <RecordList
        items={items}
        at={index}
        onMove={setAt}
        onChooseAll={chooseAll}
        onApply={() => void apply()}
      />
      <Record
        key={key}
        conflict={conflict}
        choices={choices}
        saving={saving}
        onChoose={(path, side) => choose({ ...choices, [path]: side })}
        onChooseAll={chooseAll}
        onApply={() => void apply()}
      />
    </div>
  )
}

export default function ConflictsPage() {
  const [, go] = useLocation()
  const { data: items, error, refetch } = useConflicts()
  useTitle(words.title)
  useCommands([
    {
      id: 'bigquery.back',
      title: t.bigquerySetUp.leaveCommand,
      group: 'go',
      icon: ChevronLeft,
      shortcut: 'esc',
      run: () => go(bigqueryRoute),
    },
  ])
  if (error && !items)
    return <ErrorState className="flex-1" title={words.failed} error={error} onRetry={() => void refetch()} />
  if (!items) return <Loading />
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-wrap items-end gap-x-3 gap-y-2 border-b border-line px-6 pt-3 pb-3">
        <div className="min-w-80 flex-1">
          <Link
            href={bigqueryRoute}
            className="-ml-1 inline-flex items-center gap-0.5 rounded-sm pr-1 text-sm text-ink-3 hover:text-ink"
          >
            <ChevronLeft size={14} aria-hidden />
            {words.back}
          </Link>
          <h1 className="text-title font-semibold">{words.title}</h1>
          {items.length > 0 && <p className="max-w-[88ch] text-pretty text-ink-2">{words.hint}</p>}
        </div>
        {items.length > 1 && <EveryRecord count={items.length} />}
      </header>
      {items.length > 0 ? (
        <Deciding items={items} />
      ) : (
        <EmptyState
          className="flex-1"
          icon={<CircleCheck size={20} aria-hidden />}
          title={words.none}
          actions={
            <Button variant="primary" size="lg" onClick={() => go(bigqueryRoute)}>
              {words.toPush}
            </Button>
          }
        >
          {words.noneHint}
        </EmptyState>
      )}
    </div>
  )
}
