// The import's form outlives its page, so that a look elsewhere loses nothing.
import type { PickedFile } from '../../../shared/contract/shell.ts'
import type { ImportTarget, Reading } from '../../../shared/domain/import-table.ts'
import { client } from '../../api/client.ts'
import { createStore } from '../../lib/store.ts'
import { type ChosenFile, emptyWizard, type Group, type Wizard, withTarget } from './model/wizard.ts'

export const wizard = createStore<Wizard>(emptyWizard())

export const change = (patch: Partial<Wizard>) => wizard.set(now => ({ ...now, ...patch }))
export const startAnew = () => wizard.set(emptyWizard())

const changeFile = (file_token: string, patch: Partial<ChosenFile>) =>
  wizard.set(now => ({
    ...now,
    files: now.files.map(file => (file.file_token === file_token ? { ...file, ...patch } : file)),
  }))

/** What was chosen for these columns before is taken up, unless something is chosen here already. */
function takeShared(shared: NonNullable<ChosenFile['seen']>['shared']) {
  wizard.set(now => {
    if (Object.values(now.shared).some(value => value !== '')) return now
    const { data_type = '', status = '', tags = [], campaign_id = '' } = shared
    return { ...now, shared: { data_type, status, tags: tags.join(', '), campaign_id } }
  })
}

/** Looks into a file, again where it is to be read in another way. */
export async function inspect(file_token: string, reading: Reading): Promise<void> {
  const seen = await client.imports.inspect({ file_token, reading })
  if (!seen.ok) return changeFile(file_token, { error: seen.error })
  changeFile(file_token, { seen: seen.value, error: null })
  takeShared(seen.value.shared)
}

/** Adds files and looks into each. When all can be read, the columns come next. */
export async function addFiles(files: readonly PickedFile[]): Promise<void> {
  if (wizard.get().job_id !== null) startAnew()
  const added = files.map(file => ({ ...file, seen: null, error: null }))
  wizard.set(now => ({ ...now, step: 'files', files: [...now.files, ...added] }))
  await Promise.all(added.map(({ file_token }) => inspect(file_token, {})))
  const now = wizard.get()
  if (now.step === 'files' && now.files.length > 0 && now.files.every(({ seen }) => seen))
    change({ step: 'columns' })
}

export function removeFile(file_token: string): void {
  wizard.set(now => {
    const files = now.files.filter(file => file.file_token !== file_token)
    return files.length === 0 ? emptyWizard() : { ...now, files }
  })
}

export const choose = (group: Group, column: string, target: ImportTarget) =>
  wizard.set(now => ({ ...now, chosen: { ...now.chosen, [group.key]: withTarget(group, column, target) } }))
