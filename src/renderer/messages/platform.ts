// Words of one platform's page, of what its type is like, and of where secrets are kept.
import type { Basis } from '../../shared/platforms/definition.ts'
import { exactNumber, formatBytes } from '../lib/format.ts'

const many = (n: number, one: string, more: string) => `${exactNumber(n)} ${n === 1 ? one : more}`
const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** What a platform type is like: beside the form and on the page. */
export const platformType = {
  sizeFloor: 'Smallest list',
  members: (n: number) => many(n, 'member', 'members'),
  none: 'None known',
  batch: 'Largest request',
  batchOf: (records: number | null, bytes: number | null) =>
    listed([
      ...(records === null ? [] : [many(records, 'record', 'records')]),
      ...(bytes === null ? [] : [formatBytes(bytes)]),
    ]) || 'No limit known',
  hashing: 'Hashing',
  prepared: 'Made comparable',
  asItIs: 'As it is',
  hashes: { sha256: 'SHA-256', none: 'Not hashed' },
  encodings: { hex: 'hexadecimal', base64: 'Base64', plain: '' },
  matchRate: 'Match rate',
  reported: {
    by_api: 'Reported by the platform',
    derived: 'Worked out',
    never: 'Not reported',
  },
  startingRate: 'Expected at first',
  goodToKnow: 'Good to know',
  basis: {
    platform: 'The platform’s documents',
    third_party: 'Third party',
    unconfirmed: 'Not confirmed',
    own: 'Our choice',
  } satisfies Record<Basis['basis'], string>,
  copySource: (host: string) => `Copy the address of the source at ${host}`,
  openSource: (host: string) => `Open the source at ${host}`,
  sourceCopied: 'Address of the source copied',
  sourceNotCopied: 'The address couldn’t be copied',
}

export const platform = {
  platforms: 'Platforms',
  tabs: 'Views of this platform',
  overview: 'Overview',
  history: 'History',
  more: 'More actions',
  backToList: 'Show all platforms',
  notFound: 'This platform doesn’t exist',
  notFoundHint: 'It may belong to another profile, or the link may be incomplete.',
  damaged: 'This platform can’t be read',
  failed: 'The platform couldn’t be loaded',
  inTrash: 'This platform is in the trash',
  inTrashHint:
    'It takes no distributions. Its secrets were removed; after restoring it, they have to be entered again.',
  restore: 'Restore',
  readOnly: 'The workspace is read only, so nothing can be changed',
  changeStatus: (current: string) => `Status: ${current}. Change`,
  type: 'Type',
  lastTested: 'Last tested',
  never: 'Never',
  lastSync: 'Last delivery',
  expected: 'Expected match rate',
  expectedUnknown: 'Not set',
  version: 'Version',
  updated: 'Updated',
  updatedBy: (when: string, who: string) => `${when} by ${who}`,

  connection: 'Connection',
  tested: (when: string) => `Tested ${when}`,
  testing: 'Testing the connection',
  testingHint: 'One harmless call of the account; nothing is sent to it. You can go on working meanwhile.',
  cancelTest: 'Cancel the test',
  testCancelled: 'The test was cancelled. Nothing was found out.',
  testFailed: 'The test couldn’t be run',
  checked: 'What was checked',
  checkedBefore: 'What was right before that',
  editCredentials: 'Edit credentials',
  editSettings: 'Edit settings',
  complete: 'Fill in what is missing',
  missing: (n: number) => `${many(n, 'field is', 'fields are')} missing`,
  testedOk: 'Connected',
  /** A folder and an address are places; the others are accounts. */
  connected: (label: string, place: boolean) => `Connected ${place ? 'to' : 'as'} ${label}`,
  testedFailed: 'Not connected',
  testedUntested: 'Not tested yet',
  testedIncomplete: 'Not complete yet',
  staleNote: 'That is some time ago: tokens end, and people change permissions.',

  settings: 'Settings',
  delivery: 'Delivery defaults',
  isDefault: 'Default',
  notSet: 'Not set',
  missingValue: 'Missing',
  unknownSetting: 'Not known to this version',
  frequency: { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly' },
  autoRefresh: 'Automatic refresh',
  on: 'On',
  off: 'Off',
  refreshFrequency: 'Frequency',
  credentials: 'Credentials',
  noCredentials: 'This type needs no credentials.',
  signsInWith: (name: string) => `Signs in with: ${name}`,
  secretsPlace: 'Kept in the place for secrets of this computer, and never shown again.',
  activity: 'Match rate',
  noActivity: 'No distributions yet',
  noActivityHint: 'Match rates show here once audiences have been delivered.',
  noRates: 'No match rate reported yet',
  newest: 'Newest distribution',
  notes: 'Notes',
  record: 'Record',
  created: 'Created',
  id: 'ID',
  copyId: 'Copy ID',
  rules: 'Limits and rules',
}

export const platformHistory = {
  versions: 'Versions',
  noChange: 'No change of settings',
  failed: 'The history couldn’t be loaded',
  failedVersion: 'The version couldn’t be loaded',
  changesIn: (version: number) => `Changes in version ${exactNumber(version)}`,
  firstContent: 'This is the first version. There is nothing before it to compare with.',
  nothingElse: 'Nothing that is shown here changed in this version.',
  restore: 'Restore these settings',
  restoreHint: 'Name, notes, status and settings become the newest again. Secrets stay as they are.',
  restored: (version: number) => `The settings of version ${exactNumber(version)} are the newest again`,
  restoredNothing: (version: number) => `The settings are those of version ${exactNumber(version)} already`,
  restoredDetail: 'Secrets are as they were. Versions in between stay in the history.',
  yes: 'Yes',
  no: 'No',
  connectionStates: { untested: 'Not tested', ok: 'Connected', failed: 'Not connected' },
  fields: {
    name: 'Name',
    notes: 'Notes',
    status: 'Status',
    deleted: 'In trash',
    connection: 'Connection',
    'settings.default_match_rate': 'Expected match rate',
    'settings.auto_refresh': 'Automatic refresh',
    'settings.refresh_frequency': 'Frequency',
    'settings.approval_needed': 'Approval needed',
    'settings.cpm_fee': 'Fee for a thousand people',
    'settings.currency': 'Currency',
  } as Record<string, string>,
}

/** The part of the settings page that is about secrets and accounts. */
export const credentialSettings = {
  title: 'Credentials and accounts',
  hint: 'Secrets are never kept in plain text and never shown again.',
  keptIn: 'Kept in',
  kinds: {
    keychain: 'Keychain of this computer',
    file: 'Encrypted file',
    memory: 'Memory only',
  },
  states: { available: 'available', locked: 'locked', unavailable: 'not available' },
  checkAgain: 'Check again',
  checking: 'Checking',
  checkingHint: 'A keychain can take some seconds to answer.',
  removals: (n: number) =>
    n === 1
      ? 'The secrets of a deleted platform still wait to be removed.'
      : `The secrets of ${exactNumber(n)} deleted platforms still wait to be removed.`,
  removalsHint: 'They are removed as soon as the place for secrets answers.',
  failed: 'Whether secrets can be kept isn’t known',
  daily: 'Check all accounts once a day while the app is open',
  dailyHint:
    'Each active account is tested with one harmless call, so that an expired token is known before a delivery needs it.',
}
