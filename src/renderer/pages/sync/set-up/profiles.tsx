// A new computer of someone who has pushed before: whether it goes on as a profile that is in BigQuery.

import { CircleAlert } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useState } from 'react'
import type { Connection } from '../../../../shared/contract/bigquery.ts'
import type { OutputOf } from '../../../../shared/contract.ts'
import { inSentences } from '../../../../shared/errors.ts'
import { pull, settled } from '../../../actions/bigquery.ts'
import { useRemoteProfiles } from '../../../api/bigquery.ts'
import { client } from '../../../api/client.ts'
import { Button } from '../../../components/ui/button.tsx'
import { showToast } from '../../../components/ui/toast.tsx'
import { relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Step } from './step.tsx'

const words = t.bigquerySetUp

type Remote = OutputOf<'bigquery.profiles'>['profiles'][number]

const detailOf = ({ audiences, updated_at }: Remote) =>
  [words.audiences(audiences), updated_at && words.pushedWhen(relativeDate(updated_at))]
    .filter(Boolean)
    .join(' · ')

function Option({ value, name, detail }: { value: string; name: string; detail?: string }) {
  const id = `profile-${value}`
  return (
    <div className="flex items-center gap-2 border-b border-line py-1.5 last:border-b-0">
      <RadioGroup.Item
        id={id}
        value={value}
        className="flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong data-[state=checked]:border-accent"
      >
        <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
      </RadioGroup.Item>
      <label htmlFor={id} className="flex min-w-0 flex-1 gap-x-3">
        <span className="truncate font-medium">{name}</span>
        {detail && <span className="text-ink-3">{detail}</span>}
      </label>
    </div>
  )
}

type Props = { user_id: string; connection: Connection; pushed: boolean }

/** Nothing where there is no other profile, or this one has pushed already: then it can't become another. */
export function ProfilesStep({ user_id, connection, pushed }: Props) {
  const { data: profiles, error } = useRemoteProfiles(!pushed)
  const now = connection.remote_user_id ?? user_id
  const [chosen, setChosen] = useState(now)
  if (error)
    return (
      <p role="alert" className="flex items-start gap-2 text-ink-2">
        <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-amber" />
        {words.profilesFailed}. {inSentences(error)}
      </p>
    )
  const others = profiles?.filter(one => one.user_id !== user_id) ?? []
  if (pushed || others.length === 0) return null
  const nameOf = (id: string) => others.find(one => one.user_id === id)?.display_name || id
  const adopt = async () => {
    if (!(await settled(client.bigquery.adopt({ user_id: chosen })))) return
    if (chosen !== user_id)
      showToast({
        title: words.adopted(nameOf(chosen)),
        detail: words.adoptedHint,
        action: { label: t.bigquery.pull, run: () => void pull() },
      })
  }
  return (
    <Step
      state={connection.remote_user_id ? 'done' : 'open'}
      title={words.profilesTitle}
      hint={words.profilesHint}
      action={
        <Button size="lg" disabled={chosen === now} onClick={() => void adopt()}>
          {words.adopt}
        </Button>
      }
    >
      <RadioGroup.Root value={chosen} onValueChange={setChosen} aria-label={words.profiles} className="pl-6">
        <Option value={user_id} name={words.ownProfile} />
        {others.map(one => (
          <Option
            key={one.user_id}
            value={one.user_id}
            name={one.display_name || one.user_id}
            detail={detailOf(one)}
          />
        ))}
      </RadioGroup.Root>
    </Step>
  )
}
