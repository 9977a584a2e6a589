// Words of the BigQuery page and of the mark in the title bar.
import type { Connection, PushRecord, SyncedEntity } from '../../shared/contract/bigquery.ts'
import { exactNumber, formatPercent } from '../lib/format.ts'

const many = (n: number, one: string, more: string) => `${exactNumber(n)} ${n === 1 ? one : more}`
const changes = (n: number) => many(n, 'change', 'changes')
export const recordCount = (n: number) => many(n, 'record', 'records')

export const entities: Record<SyncedEntity, string> = {
  user: 'Profile',
  platform: 'Platforms',
  audience: 'Audiences',
  distribution: 'Distributions',
}

export const bigquery = {
  title: 'BigQuery',
  /** In the title bar. */
  state: {
    push: (part: number | null) =>
      part === null ? 'Pushing' : `Pushing ${formatPercent(Math.round(part * 100) / 100)}`,
    pull: (part: number | null) =>
      part === null ? 'Pulling' : `Pulling ${formatPercent(Math.round(part * 100) / 100)}`,
    compare: (part: number | null) =>
      part === null ? 'Comparing' : `Comparing ${formatPercent(Math.round(part * 100) / 100)}`,
    signIn: 'Sign in to push',
    problem: 'Can’t push',
    decide: (n: number) => (n === 1 ? '1 needs a decision' : `${exactNumber(n)} need a decision`),
    offline: 'Offline',
    waiting: (n: number) => `${changes(n)} not pushed`,
    cutShort: 'A push was cut short',
    done: 'Everything is pushed',
    lastPush: (when: string) => `Last push ${when}.`,
    neverPushed: 'Never pushed yet.',
  },
  place: (project: string, dataset: string, location: string) => `${project} · ${dataset} · ${location}`,
  signedInAs: (account: string) => `as ${account}`,
  push: 'Push',
  pushN: (n: number) => `Push ${changes(n)}`,
  pushAgain: 'Finish the push',
  pushNothing: 'Nothing to push: everything that is saved here is in BigQuery',
  pull: 'Pull',
  pullHint: 'Takes over what changed in BigQuery, without sending anything',
  settings: 'Connection',
  failed: 'The state of BigQuery couldn’t be read',

  empty: {
    title: 'Push to BigQuery',
    hint: 'A push sends what changed since the last one: audiences, platforms and distributions become rows of four tables in your project. Secrets are never sent, and everything keeps working without it.',
    start: 'Set up BigQuery',
    steps: [
      'Say which project, and how to sign in.',
      'Check what your account may do; tables that are missing are made.',
      'Push whenever you like, or let the app do it.',
    ],
  },

  notice: {
    offlineTitle: 'Offline',
    offline: (n: number) =>
      n === 0
        ? 'BigQuery can’t be reached right now. Everything is saved on this computer.'
        : `BigQuery can’t be reached right now. Your ${changes(n)} ${n === 1 ? 'is' : 'are'} saved on this computer and ${n === 1 ? 'goes' : 'go'} with the next push.`,
    cutShortTitle: 'The last push was cut short',
    cutShort: 'It goes on where it stopped with the next one, and sends nothing twice.',
    signInTitle: 'Sign in to Google to go on',
    signIn: 'Your browser opens Google’s page; come back here when it says so.',
    signInAgain: 'Sign in again',
    check: 'Run the check',
    setUp: 'Go to the set-up',
    decideTitle: (n: number) => (n === 1 ? '1 record needs a decision' : `${recordCount(n)} need a decision`),
    decide:
      'It was changed here and in BigQuery, differently. Until you decide, it isn’t pushed; everything else is.',
    decideMany:
      'They were changed here and in BigQuery, differently. Until you decide, they aren’t pushed; everything else is.',
    decideAction: 'Decide',
    resentTitle: (n: number) =>
      n === 1 ? '1 record was gone from BigQuery' : `${recordCount(n)} were gone from BigQuery`,
    resent: (n: number) =>
      n === 1
        ? 'Somebody deleted its row there. It is saved here and goes with the next push; to delete it everywhere, put it into the trash.'
        : 'Somebody deleted their rows there. They are saved here and go with the next push; to delete one everywhere, put it into the trash.',
  },

  preview: {
    title: 'Not pushed yet',
    count: (n: number) => changes(n),
    nothing: 'Everything is pushed',
    nothingHint: 'What you save from now on is listed here until it is pushed.',
    table: 'Table',
    added: 'Added',
    changed: 'Changed',
    deleted: 'Deleted',
    size: 'Size',
    total: 'All tables',
    deletedHint: 'Deleted records stay in BigQuery as rows with a time of deletion.',
    cost: (cost: string, bytes: string) => `Costs ${cost} at most: BigQuery bills ${bytes} of reading.`,
    free: 'Costs nothing.',
    under: (cent: string) => `less than ${cent}`,
    basis:
      'From a dry run, at the list price of US$6.25 per TiB; the first TiB of a month is free, and your account may pay otherwise.',
    asking: 'Asking BigQuery what it costs',
    unknown: 'What it costs isn’t known now.',
    failed: 'What a push would send couldn’t be counted',
    silent: 'What changed says nothing new to BigQuery, so nothing would be sent.',
  },

  running: {
    push: 'Pushing to BigQuery',
    pull: 'Pulling from BigQuery',
    compare: 'Comparing everything with BigQuery',
    steps: 'Steps',
    cancel: 'Cancel',
    cancelHint: 'What was not sent yet goes with the next push',
    begin: 'Beginning',
  },

  result: {
    dismiss: 'Dismiss',
    pushed: (n: number) => `${recordCount(n)} pushed`,
    nothing: 'Nothing had to be pushed',
    nothingHint: 'Everything that is saved here is in BigQuery.',
    pulledNothing: 'Nothing new in BigQuery',
    pulled: (n: number) => `${recordCount(n)} taken over from BigQuery`,
    comparedNothing: 'Compared: no row had been changed in BigQuery',
    compared: (n: number) => `${recordCount(n)} changed in BigQuery without a sign, and taken over`,
    failed: { push: 'The push failed', pull: 'The pull failed', compare: 'The comparison failed' },
    cancelled: {
      push: 'The push was cancelled',
      pull: 'The pull was cancelled',
      compare: 'The comparison was cancelled',
    },
    cancelledHint: {
      push: 'What was not sent yet goes with the next push.',
      pull: 'What was brought over by then stays.',
      compare: 'What was brought over by then stays.',
    },
    refused: (n: number) => `${many(n, 'row', 'rows')} of BigQuery couldn’t be taken over`,
    showRefused: (n: number) => (n === 1 ? 'Show the row' : `Show ${exactNumber(n)} rows`),
    hideRefused: 'Hide the rows',
    again: 'Try again',
  },

  history: {
    title: 'Pushes',
    none: 'No push yet',
    noneHint: 'Each push is listed here with what it sent.',
    failed: 'The history couldn’t be read',
    when: 'When',
    outcome: 'Outcome',
    rows: 'Records',
    pulled: 'Pulled',
    conflicts: 'Conflicts',
    took: 'Took',
    causeHead: 'Started by',
    cause: { person: 'You', schedule: 'The clock', quit: 'Closing the app' } satisfies Record<
      PushRecord['cause'],
      string
    >,
    outcomes: { completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' } satisfies Record<
      PushRecord['outcome'],
      string
    >,
    details: (when: string) => `, details of the push of ${when}`,
    table: 'Table',
    size: 'Size',
    jobs: 'Jobs in Google Cloud',
    steps: { load: 'Load', merge: 'Merge' } as Record<string, string>,
    job: (n: number) => `Job ${n}`,
    openJob: (id: string) => `Open ${id} in the Google Cloud console`,
    merged: (n: number) => `${recordCount(n)} changed here and there, brought together by themselves.`,
    resent: (n: number) =>
      `${recordCount(n)} had been deleted in BigQuery and ${n === 1 ? 'stands' : 'stand'} there again.`,
    nothingSent: 'Nothing was sent.',
    more: (n: number) => `Show ${exactNumber(n)} more`,
  },

  automatic: {
    title: 'Automatic',
    hint: 'While the app is open. Each push pulls first.',
    every: 'How often',
    options: {
      never: 'Only when I push',
      15: 'Every 15 minutes',
      60: 'Every hour',
      240: 'Every 4 hours',
      1440: 'Once a day',
    },
    onQuit: 'Also when I quit the app',
    onQuitHint: 'Waits 12 seconds at most; what is left goes on at the next start.',
  },

  connection: {
    title: 'Connection',
    project: 'Project',
    dataset: 'Dataset',
    location: 'Location',
    signIn: 'Sign-in',
    account: 'Account',
    unknownAccount: 'Known after the first check',
    remoteUser: 'Goes on as',
    lastPull: 'Last pull',
    lastLook: 'Last comparison',
    never: 'Never',
    compare: 'Compare everything',
    compareHint:
      'Reads every row in BigQuery, and brings over what somebody changed there by SQL without a sign of it. Once a day this is done by the revisions alone.',
    edit: 'Edit or check',
    disconnect: 'Disconnect',
    disconnectTitle: 'Disconnect from BigQuery?',
    disconnectHint:
      'This computer forgets the connection and its sign-in, so nothing is pushed any more. What is in BigQuery stays there, and nothing that is saved here is lost. To connect again, you set it up again.',
    ways: {
      browser: 'In the browser',
      application_default: 'Credentials of this computer',
      service_account: 'Service account',
    },
    disconnected: 'Disconnected from BigQuery',
    fromEnvironment: (named: Connection['from_environment']) =>
      `${new Intl.ListFormat('en').format(['project', 'dataset', 'location'].filter(part => named.some(one => one === part)))} named by the environment of this computer`.replace(
        /^./,
        letter => letter.toUpperCase(),
      ),
  },
}
