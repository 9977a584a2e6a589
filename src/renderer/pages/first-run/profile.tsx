// First step on the desktop: choose a profile or make one.
import { ChevronRight, Plus } from 'lucide-react'
import { useState } from 'react'
import { chooseProfile } from '../../actions/profile.ts'
import { useProfiles, useWorkspace } from '../../api/hooks.ts'
import { Initials } from '../../components/frame/initials.tsx'
import { ProfileForm } from '../../components/profile-form.tsx'
import { Button } from '../../components/ui/button.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { showError } from '../../components/ui/toast.tsx'
import { exactDate, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { Sheet } from './sheet.tsx'

export function ChooseProfile() {
  const profiles = useProfiles()
  const [creating, setCreating] = useState(false)
  const words = t.firstRun
  const whoHint = useWorkspace().data?.live ? t.live.whoHint : words.whoHint
  if (profiles.error)
    return (
      <Sheet title={words.welcome}>
        <ErrorState error={profiles.error} onRetry={() => void profiles.refetch()} />
      </Sheet>
    )
  if (!profiles.data) return null
  const choose = async (user_id: string) => {
    const chosen = await chooseProfile(user_id)
    if (!chosen.ok) showError(chosen.error)
  }
  if (creating || profiles.data.length === 0)
    return (
      <Sheet title={profiles.data.length === 0 ? words.welcome : words.createTitle} intro={whoHint}>
        <ProfileForm />
        {profiles.data.length > 0 && (
          <Button variant="ghost" className="self-start" onClick={() => setCreating(false)}>
            {words.backToProfiles}
          </Button>
        )}
      </Sheet>
    )
  return (
    <Sheet title={words.who} intro={whoHint}>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {profiles.data.map(profile => (
          <li key={profile.user_id}>
            <button
              type="button"
              onClick={() => void choose(profile.user_id)}
              className="flex w-full items-center gap-3 px-3 py-2.5 text-left transition-colors hover:bg-hover"
            >
              <Initials name={profile.display_name} large />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-md font-medium">{profile.display_name}</span>
                <span
                  className="block truncate text-ink-3"
                  title={profile.last_login ? exactDate(profile.last_login) : undefined}
                >
                  {[
                    profile.organization,
                    profile.last_login && words.lastHere(relativeDate(profile.last_login)),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <ChevronRight size={16} aria-hidden className="text-ink-3" />
            </button>
          </li>
        ))}
      </ul>
      <Button size="lg" icon={<Plus size={16} />} className="self-start" onClick={() => setCreating(true)}>
        {words.newHere}
      </Button>
    </Sheet>
  )
}
