// Words of the form that connects or edits a platform, and of the choice of a type.
import { exactNumber } from '../lib/format.ts'

const many = (n: number, one: string, more: string) => `${exactNumber(n)} ${n === 1 ? one : more}`
const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

export const platformEdit = {
  chooseTitle: 'Connect a platform',
  chooseHint:
    'Choose the kind of account. Each asks only for what it needs, and secrets stay on this computer.',
  types: 'Platform types',
  asksFor: (labels: readonly string[]) => `Asks for ${listed(labels)}`,
  unknownType: 'There is no such platform type',
  unknownTypeHint: 'Choose one of those that can be connected.',
  chooseType: 'Choose a type',
  createTitle: (type: string) => `Connect ${type}`,
  editTitle: (name: string) => `Edit ${name}`,
  form: 'Platform',
  save: 'Save',
  saveAndTest: 'Save and test',
  saving: 'Saving',
  saved: 'Saved',
  savedIncomplete: (missing: readonly string[]) => `Not complete yet: ${missing.join(', ')} missing.`,
  savedWithoutSecrets: 'Saved without the secrets',
  savedWithoutSecretsHint: 'Enter them once secrets can be kept.',
  leave: 'Cancel',
  leaveCommand: 'Leave without saving',
  leaveTitle: 'Leave without saving?',
  leaveHint: (secrets: boolean) =>
    secrets ? 'What you typed is lost, the secrets too.' : 'What you typed is lost.',
  leaveAction: 'Leave',
  leftUnsaved: 'You left without saving',
  leftUnsavedHint: 'Secrets have to be typed again.',
  continueEditing: 'Continue editing',
  unsaved: 'Unsaved changes',
  nothingToSave: 'Nothing to save: no field was changed',
  readOnly: 'The workspace is read only, so nothing can be saved',
  trashed: 'The platform is in the trash. Restore it to save changes.',

  nameAndNotes: 'Name and notes',
  name: 'Name',
  nameHelp: 'How you tell it from your other accounts. No two may have the same name.',
  namePlaceholder: (type: string) => `${type} US retail`,
  notes: 'Notes',
  notesHelp:
    'For whoever uses this account after you. Put no password or token here: notes are shown and exported.',
  changeNote: 'Note on this change',
  changeNoteHelp: 'Shown in the history.',

  credentials: 'Credentials',
  credentialsHint: 'Kept in the place for secrets of this computer and never shown again.',
  noCredentials: 'This type needs no credentials.',
  oneOfSets: (n: number) =>
    n === 2 ? 'Either of these two ways to sign in is enough.' : 'One of these ways to sign in is enough.',
  setComplete: 'Complete',
  setMissing: (labels: readonly string[]) => `Still needs ${listed(labels)}`,
  signIn: (name: string) => `Sign-in: ${name}`,
  secretSet: (last4: string | undefined) => (last4 ? `Set · ends in ${last4}` : 'Set'),
  replace: 'Replace',
  replaceName: (label: string) => `Replace ${label}`,
  remove: 'Remove',
  removeName: (label: string) => `Remove ${label}`,
  keepCurrent: 'Keep the current one',
  keepName: (label: string) => `Keep the current ${label}`,
  newValue: (label: string) => `New value of ${label}`,
  willRemove: 'Removed when you save',
  undoRemove: (label: string) => `Undo removing ${label}`,
  other: 'Other',

  settings: 'Settings',
  where: 'Where to find it',
  chooseOne: 'Choose',
  notSet: 'Not set',
  unknownChoice: (value: string) => `${value} (not known)`,

  delivery: 'Delivery defaults',
  matchRate: 'Expected match rate',
  matchRateHelp:
    'Share of an audience that the platform is likely to recognise, for planning before there are runs.',
  matchRateDefault: (rate: string, note: string) => `Left empty, it is ${rate}. ${note}`,
  percent: '%',
  autoRefresh: 'Refresh audiences automatically',
  autoRefreshHelp: 'New distributions start with this; each can be set otherwise.',
  frequency: 'Frequency',
  frequencyHelp: 'How often, where a distribution refreshes itself.',

  about: (type: string) => `About ${type}`,
  aboutHint: 'Limits, hashing and match rate, with their sources',

  problems: (n: number) => `${many(n, 'field needs', 'fields need')} correcting`,
  problemOf: (what: string, problem: string) => `${what}: ${problem}`,
  moreProblems: (n: number) => `and ${exactNumber(n)} more`,

  vaultTitle: 'Not saved: the secrets can’t be kept now',
  saveWithoutSecrets: 'Save without the secrets',
  saveWithoutHint: 'Everything else is saved. You enter the secrets later.',

  conflict: (who: string, version: number, when: string) =>
    `${who} saved version ${exactNumber(version)} ${when}`,
  conflictHint: 'You were editing the version before. Choose what to keep before you save.',
  trashedBy: (who: string, when: string) => `${who} moved this platform to the trash ${when}`,
  trashedHint: 'Restore the platform to save your changes. Its secrets were removed.',
  restore: 'Restore from trash',
  seeChanges: 'See what changed',
  hideChanges: 'Hide what changed',
  theirChanges: 'What they changed',
  keepMine: 'Keep mine',
  keepMineHint: 'Fields you didn’t touch take their values',
  takeTheirs: 'Take theirs',
  tookTheirs: (version: number) => `Took version ${exactNumber(version)}`,
  tookTheirsHint: 'Secrets you had typed are forgotten.',
  refreshed: (version: number) => `It was saved elsewhere; version ${exactNumber(version)} is shown now`,
  merged: 'Merged your changes onto the newest version',
  mergedOverruled: (fields: string) => `Changed by both, yours kept: ${fields}`,
}
