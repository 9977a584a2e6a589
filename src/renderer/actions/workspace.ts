// What can be done about the workspace: choose another folder (the desktop shows the dialog), look at its damage.
import { client } from '../api/client.ts'
import { writePreferences } from '../api/preferences.ts'
import { queryClient } from '../api/query-client.ts'
import { showError } from '../components/ui/toast.tsx'
import { focusWhenThere } from '../lib/focus.ts'

export const DAMAGE_ID = 'damage'

/** Goes to the list of damaged files. */
export function showDamage(go: (route: string) => void): void {
  go('/settings')
  focusWhenThere(() => document.getElementById(DAMAGE_ID))
}

export async function chooseWorkspace(): Promise<void> {
  await writePreferences()
  const chosen = await client.shell.chooseWorkspace({})
  if (!chosen.ok) showError(chosen.error)
  else if (chosen.value) await queryClient.resetQueries()
}
