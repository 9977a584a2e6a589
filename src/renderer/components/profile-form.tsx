// Makes a profile and signs in to it: at the first start and from the profile menu.
import { LoaderCircle } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type AppError, fieldErrors, inSentences } from '../../shared/errors.ts'
import { createProfile } from '../actions/profile.ts'
import { useWorkspace } from '../api/hooks.ts'
import { t } from '../messages/index.ts'
import { Button } from './ui/button.tsx'
import { Field } from './ui/field.tsx'
import { Input } from './ui/input.tsx'

/** The message for one field of a refused input, as a sentence. */
export function messageFor(error: AppError | null, path: string): string | undefined {
  const found = error && fieldErrors(error).find(field => field.path === path)
  return found ? found.message[0]?.toUpperCase() + found.message.slice(1) : undefined
}

export function ProfileForm({ onDone }: { onDone?: () => void }) {
  const [error, setError] = useState<AppError | null>(null)
  const [nameMissing, setNameMissing] = useState(false)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    setNameMissing(text('display_name') === '')
    if (text('display_name') === '') return
    setBusy(true)
    const created = await createProfile({
      display_name: text('display_name'),
      email: text('email'),
      organization: text('organization'),
    })
    setBusy(false)
    if (created.ok) onDone?.()
    else setError(created.error)
  }
  const words = t.firstRun
  const emailHint = useWorkspace().data?.live ? t.live.emailHint : words.emailHint
  const unnamed = error && fieldErrors(error).length === 0 ? error : null
  return (
    <form onSubmit={event => void submit(event)} className="flex flex-col gap-4 pt-1 pb-3" noValidate>
      <Field
        label={words.name}
        required
        error={nameMissing ? words.nameMissing : messageFor(error, 'display_name')}
      >
        {control => <Input {...control} name="display_name" placeholder={words.namePlaceholder} autoFocus />}
      </Field>
      <Field label={words.organization} error={messageFor(error, 'organization')}>
        {control => <Input {...control} name="organization" />}
      </Field>
      <Field label={words.email} hint={emailHint} error={messageFor(error, 'email')}>
        {control => <Input {...control} name="email" type="email" />}
      </Field>
      {unnamed && (
        <p role="alert" className="text-base text-red">
          {inSentences(unnamed)}
        </p>
      )}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        disabled={busy}
        icon={busy && <LoaderCircle size={16} className="animate-spin" />}
        className="self-end"
      >
        {words.create}
      </Button>
    </form>
  )
}
