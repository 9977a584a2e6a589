// Who is at the desk; on the desktop, switching to another profile or making one.
import { ChevronsUpDown, LogOut, Plus, User as UserIcon } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { chooseProfile, signOut } from '../../actions/profile.ts'
import { useProfile, useProfiles, useShell } from '../../api/hooks.ts'
import { t } from '../../messages/index.ts'
import { ProfileForm } from '../profile-form.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Menu, MenuItem, MenuLabel, MenuRadio, MenuSeparator } from '../ui/menu.tsx'
import { showError } from '../ui/toast.tsx'
import { Initials } from './initials.tsx'

export function ProfileMenu() {
  const [, go] = useLocation()
  const [creating, setCreating] = useState(false)
  const profile = useProfile().data
  const desktop = useShell().data?.kind === 'desktop'
  const profiles = useProfiles(desktop).data ?? []
  if (!profile) return null

  const switchTo = async (user_id: string) => {
    if (user_id === profile.user_id) return
    const chosen = await chooseProfile(user_id)
    if (!chosen.ok) showError(chosen.error)
  }
  const leave = async () => {
    const left = await signOut()
    if (!left.ok) showError(left.error)
  }
  return (
    <>
      <Menu
        side="top"
        label={t.frame.profile(profile.display_name)}
        trigger={
          <button
            type="button"
            aria-label={t.frame.profile(profile.display_name)}
            className="flex h-9 w-full items-center gap-2 rounded-md px-1.5 text-left transition-colors hover:bg-pressed/60 aria-expanded:bg-pressed"
          >
            <Initials name={profile.display_name} />
            <span className="min-w-0 flex-1 truncate font-medium max-[1120px]:hidden">
              {profile.display_name}
            </span>
            <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-ink-3 max-[1120px]:hidden" />
          </button>
        }
      >
        {desktop && profiles.length > 1 && (
          <>
            <MenuLabel>{t.frame.switchProfile}</MenuLabel>
            <MenuRadio
              value={profile.user_id}
              options={profiles.map(user => ({ value: user.user_id, label: user.display_name }))}
              onChange={user_id => void switchTo(user_id)}
            />
            <MenuSeparator />
          </>
        )}
        <MenuItem icon={<UserIcon size={16} />} onSelect={() => go('/settings')}>
          {t.settings.profile}
        </MenuItem>
        {desktop && (
          <>
            <MenuItem icon={<Plus size={16} />} onSelect={() => setCreating(true)}>
              {t.frame.newProfile}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<LogOut size={16} />} onSelect={() => void leave()}>
              {t.frame.signOut}
            </MenuItem>
          </>
        )}
      </Menu>
      <Dialog
        open={creating}
        onClose={() => setCreating(false)}
        title={t.firstRun.createTitle}
        description={t.firstRun.whoHint}
      >
        <ProfileForm onDone={() => setCreating(false)} />
      </Dialog>
    </>
  )
}
