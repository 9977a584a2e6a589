// Choosing another workspace folder; the desktop shows the dialog and starts the core again on it.
import { client } from '../api/client.ts'
import { writePreferences } from '../api/preferences.ts'
import { queryClient } from '../api/query-client.ts'
import { showError } from '../components/ui/toast.tsx'

export async function chooseWorkspace(): Promise<void> {
  await writePreferences()
  const chosen = await client.shell.chooseWorkspace({})
  if (!chosen.ok) showError(chosen.error)
  else if (chosen.value) await queryClient.resetQueries()
}
