// What the page knows of a migration, and what it asks the core for. It outlives the page: a job goes on without it.
import type { MigrationSource } from '../../../shared/contract/migration.ts'
import { chooseSaveFile, noteFileJob } from '../../actions/files.ts'
import { client } from '../../api/client.ts'
import { noteJob } from '../../api/events.ts'
import { showError } from '../../components/ui/toast.tsx'
import { createStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'

export type Scope = { who: 'mine' | 'all'; mine: string | null }
export type State = {
  source: MigrationSource | null
  scope: Scope
  /** Its newest check or migration. */
  job_id: string | null
  busy: boolean
}
const NOTHING: State = { source: null, scope: { who: 'mine', mine: null }, job_id: null, busy: false }

export const migration = createStore<State>(NOTHING)
const change = (part: Partial<State>) => migration.set(state => ({ ...state, ...part }))

/** Another scope is another question: what was checked says nothing of it. */
export const choose = (scope: Scope) => change({ scope, job_id: null })

export async function chooseFolder(): Promise<void> {
  change({ busy: true })
  const chosen = await client.shell.chooseMigrationFolder({})
  const looked =
    chosen.ok && chosen.value
      ? await client.migration.look({ folder_token: chosen.value.folder_token })
      : null
  if (!chosen.ok) showError(chosen.error)
  else if (looked && !looked.ok) showError(looked.error)
  if (looked?.ok) {
    const { mine, users } = looked.value
    const scope: Scope = { who: 'mine', mine: mine ?? users[0]?.user_id ?? null }
    change({ source: looked.value, scope, job_id: null })
  }
  change({ busy: false })
}

export async function begin(operation: 'inspect' | 'start'): Promise<void> {
  const { source, scope } = migration.get()
  if (!source) return
  const started = await client.migration[operation]({ folder_token: source.folder_token, ...scope })
  if (!started.ok) {
    showError(started.error)
    return
  }
  noteJob(started.value)
  change({ job_id: started.value.job_id })
}

export async function saveNotes(job_id: string): Promise<void> {
  const target = await chooseSaveFile(t.migration.file, 'csv')
  if (!target) return
  const started = await client.migration.saveNotes({ job_id, file_token: target.file_token })
  if (!started.ok) {
    showError(started.error)
    return
  }
  noteFileJob(started.value)
  noteJob(started.value)
}
