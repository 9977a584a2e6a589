// Loading the sample workspace: a job, shown in the tray.
import { client } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { showError } from '../components/ui/toast.tsx'

/** Whether it began. */
export async function loadSample(): Promise<boolean> {
  const started = await client.samples.load({})
  if (started.ok) noteJob(started.value)
  else showError(started.error)
  return started.ok
}
