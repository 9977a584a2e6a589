// One's own profile.
import { type FormEvent, useState } from 'react'
import type { User } from '../../../shared/domain/user.ts'
import { type AppError, fieldErrors } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { useProfile } from '../../api/hooks.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { messageFor } from '../../components/profile-form.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { Section } from './parts.tsx'

const words = t.settings

function ProfileFields({ profile }: { profile: User }) {
  const [error, setError] = useState<AppError | null>(null)
  const [changed, setChanged] = useState(false)
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const saved = await client.profiles.update({
      display_name: text('display_name'),
      organization: text('organization'),
      email: text('email'),
    })
    setError(saved.ok ? null : saved.error)
    if (!saved.ok) {
      if (fieldErrors(saved.error).length === 0) showError(saved.error)
      return
    }
    setChanged(false)
    queryClient.setQueryData(keys.profile, saved.value)
    showToast({ title: words.saved })
  }
  return (
    <form
      noValidate
      onSubmit={event => void save(event)}
      onChange={() => setChanged(true)}
      className="flex max-w-105 flex-col gap-4"
    >
      <Field label={words.name} required error={messageFor(error, 'display_name')}>
        {control => <Input {...control} name="display_name" defaultValue={profile.display_name} />}
      </Field>
      <Field label={words.organization} error={messageFor(error, 'organization')}>
        {control => <Input {...control} name="organization" defaultValue={profile.organization} />}
      </Field>
      <Field label={words.email} error={messageFor(error, 'email')}>
        {control => <Input {...control} name="email" type="email" defaultValue={profile.email} />}
      </Field>
      <div className="flex items-center gap-4">
        <Button type="submit" variant="primary" size="lg" disabled={!changed}>
          {words.save}
        </Button>
        <p className="text-sm text-ink-3" data-selectable>
          {words.profileId} <span className="font-mono">{profile.user_id}</span>
        </p>
      </div>
    </form>
  )
}

export function Profile() {
  const profile = useProfile().data
  return (
    <Section id="profile">{profile && <ProfileFields key={profile.user_id} profile={profile} />}</Section>
  )
}
