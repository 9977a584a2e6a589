// Words that every page shares: buttons, states, the names of values.
import type { AudienceStatus, DataType, IdentifierType } from '../../shared/domain/audience.ts'
import type { ImportCounts, JobState } from '../../shared/domain/job.ts'
import { exactNumber } from '../lib/format.ts'

/** `1 audience`, `1,204 audiences`. */
export const audienceCount = (n: number) => `${exactNumber(n)} ${n === 1 ? 'audience' : 'audiences'}`

export const common = {
  app: 'Activation Manager',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  retry: 'Try again',
  undo: 'Undo',
  redo: 'Redo',
  edit: 'Edit',
  open: 'Open',
  back: 'Back',
  apply: 'Apply',
  clear: 'Clear',
  dismiss: 'Dismiss',
  optional: '(optional)',
  required: 'Required',
  notices: 'Notices',
  none: 'None',
  dash: '–',
  loading: 'Loading',
  toCorrect: (n: number) => `${exactNumber(n)} ${n === 1 ? 'field needs' : 'fields need'} correcting`,
  problemOf: (what: string, problem: string) => `${what}: ${problem}`,
  moreProblems: (n: number) => `and ${exactNumber(n)} more`,
  remove: (what: string) => `Remove ${what}`,
  /** The name of a file that came without one. */
  file: 'file',
  notReachable: 'Activation Manager isn’t answering',
  notReachableHint: 'Check that it is still running. Nothing you saved is lost.',
  unexpected: 'Something unexpected happened',
  unexpectedHint: 'Try again. If it happens again, the log says more.',
}

export const status: Record<AudienceStatus | 'deleted', string> = {
  draft: 'Draft',
  active: 'Active',
  archived: 'Archived',
  deleted: 'In trash',
}

export const dataType: Record<DataType, string> = {
  first_party: 'First party',
  third_party: 'Third party',
  clean_room: 'Clean room',
}

export const identifierType: Record<IdentifierType, string> = {
  rampid: 'RampID',
  uid2: 'UID 2.0',
  google_pair: 'Google PAIR',
  yahoo_connect: 'Yahoo ConnectID',
  maid: 'Mobile ad ID',
  postal_code: 'Postal code',
  prizm_segment: 'PRIZM segment',
  partner_id: 'Partner ID',
  email: 'E-mail',
  none: 'None',
}

export const jobs = {
  title: 'Jobs',
  running: (n: number) => (n === 1 ? '1 job running' : `${n} jobs running`),
  none: 'No jobs yet',
  noneHint:
    'Imports, exports, changes to many audiences, checks of accounts and pushes show their progress here.',
  cancel: 'Cancel job',
  dismiss: 'Take off the list',
  showErrors: (n: number) => (n === 1 ? 'Show the refused row' : `Show ${exactNumber(n)} refused rows`),
  hideErrors: 'Hide refused rows',
  progress: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`,
  progressOpen: (done: string, unit: string) => `${done} ${unit}`,
  result: (changed: number, skipped: number, refused: number) =>
    [
      `${exactNumber(changed)} saved`,
      skipped > 0 && `${exactNumber(skipped)} left as they were`,
      refused > 0 && `${exactNumber(refused)} refused`,
    ]
      .filter(Boolean)
      .join(' · '),
  imported: ({ created, updated, unchanged, trashed }: ImportCounts, refused: number) =>
    [
      created + updated + unchanged + trashed + refused === 0 && 'No rows',
      created > 0 && `${exactNumber(created)} new`,
      updated > 0 && `${exactNumber(updated)} updated`,
      unchanged > 0 && `${exactNumber(unchanged)} left as they were`,
      trashed > 0 && `${exactNumber(trashed)} moved to the trash`,
      refused > 0 && `${exactNumber(refused)} refused`,
    ]
      .filter(Boolean)
      .join(' · '),
  rowsSaved: (n: number) => (n === 1 ? '1 row saved' : `${exactNumber(n)} rows saved`),
  /** Versions that a migration would write, and rows that it couldn't take over. */
  migrationChecked: (fine: number, refused: number) =>
    [
      `${exactNumber(fine)} to take over`,
      refused > 0 && `${exactNumber(refused)} would be left out`,
      'nothing was changed',
    ]
      .filter(Boolean)
      .join(' · '),
  /** Of a connection test that went well. */
  connected: 'Connected',
  checkedAccounts: (fine: number, failing: number) =>
    failing === 0
      ? `${exactNumber(fine)} checked, all fine`
      : `${exactNumber(fine)} fine · ${exactNumber(failing)} with a problem`,
  synced: (rows: number, undecided: number, refused: number) =>
    rows + undecided + refused === 0
      ? 'Nothing had changed'
      : [
          `${exactNumber(rows)} ${rows === 1 ? 'record' : 'records'} brought over`,
          undecided > 0 && `${exactNumber(undecided)} to decide`,
          refused > 0 && `${exactNumber(refused)} refused`,
        ]
          .filter(Boolean)
          .join(' · '),
  showInFolder: 'Show in folder',
  download: 'Download',
  exported: (n: number) => `${exactNumber(n)} ${n === 1 ? 'record' : 'records'} written`,
  setUp: 'Datasets, tables and views are there',
  signedIn: 'Signed in',
  refusedRows: 'Rows that couldn’t be taken over',
  showAccounts: (n: number) =>
    n === 1 ? 'Show the account with a problem' : `Show ${exactNumber(n)} accounts with a problem`,
  hideAccounts: 'Hide accounts with a problem',
  accounts: 'Accounts with a problem',
  row: 'Row',
  line: 'Line',
  field: 'Field',
  problem: 'Problem',
  firstErrors: (shown: number, all: number) =>
    `The first ${exactNumber(shown)} of ${exactNumber(all)} refused rows`,
  noLine: '–',
  state: {
    queued: 'Waiting',
    running: 'Running',
    completed: 'Done',
    partly: 'Partly done',
    refused: 'Nothing imported',
    problem: 'Problem found',
    failed: 'Failed',
    cancelled: 'Cancelled',
  } satisfies Record<JobState | 'partly' | 'refused' | 'problem', string>,
}
