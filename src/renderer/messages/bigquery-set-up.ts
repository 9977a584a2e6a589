// Words of the page that connects a profile to BigQuery.
import type { Connection } from '../../shared/contract/bigquery.ts'
import { exactNumber } from '../lib/format.ts'

const many = (n: number, one: string, more: string) => `${exactNumber(n)} ${n === 1 ? one : more}`

const variables: Record<Connection['from_environment'][number], string> = {
  project: 'GOOGLE_CLOUD_PROJECT',
  dataset: 'ACTIVATION_BIGQUERY_DATASET',
  location: 'ACTIVATION_BIGQUERY_LOCATION',
}

export const bigquerySetUp = {
  title: 'Set up BigQuery',
  editTitle: 'BigQuery connection',
  back: 'BigQuery',
  form: 'Connection',
  where: 'Where',
  project: 'Project',
  projectHelp: 'The Google Cloud project that holds the tables and pays for them.',
  projectWhere: 'Google Cloud console, project picker at the top, column “ID”',
  projectPlaceholder: 'retail-media-2031',
  dataset: 'Dataset',
  datasetHelp: 'The tables are made in it. A second one, named …_staging, holds what is on its way.',
  datasetWhere: 'BigQuery Studio, Explorer, below your project',
  location: 'Location',
  locationHelp:
    'Where Google keeps the data. A dataset can’t be moved later: take the one your company uses.',
  locationWhere: 'BigQuery Studio, dataset, “Details”, “Data location”',
  otherLocation: 'Another…',
  locationName: 'Name of the location',
  locationPlaceholder: 'europe-west3',
  locations: {
    US: 'US (several regions)',
    EU: 'EU (several regions)',
    'us-central1': 'us-central1 · Iowa',
    'us-east4': 'us-east4 · Northern Virginia',
    'europe-west1': 'europe-west1 · Belgium',
    'europe-west2': 'europe-west2 · London',
    'europe-west3': 'europe-west3 · Frankfurt',
    'asia-northeast1': 'asia-northeast1 · Tokyo',
    'australia-southeast1': 'australia-southeast1 · Sydney',
  } as Record<string, string>,
  locked: (named: Connection['from_environment']) =>
    `Set by ${new Intl.ListFormat('en').format(named.map(part => variables[part]))} on this computer. Change ${named.length === 1 ? 'it' : 'them'} there and start the app again.`,

  how: 'Sign-in',
  howHint: 'Secrets are kept in the place for secrets of this computer and never shown again.',
  way: 'Way to sign in',
  ways: {
    browser: 'Browser',
    service_account: 'Service account',
    application_default: 'This computer',
  },
  wayHelp: {
    browser:
      'As yourself, on Google’s own page. Row-level access in BigQuery then sees who you are. Needs a client that an administrator makes once for all.',
    service_account:
      'As an account for programs. Everyone with this key is the same to BigQuery: for one analyst, or a machine of its own.',
    application_default:
      'Whoever this computer is signed in as: run “gcloud auth application-default login” once, or let GOOGLE_APPLICATION_CREDENTIALS name a key file.',
  },
  clientId: 'Client ID',
  clientIdHelp: 'Of an OAuth client of type “Desktop app”.',
  clientIdWhere: 'Google Cloud console, APIs & Services, Credentials',
  clientIdPlaceholder: '…apps.googleusercontent.com',
  clientSecret: 'Client secret',
  clientSecretHelp: 'Shown beside the client ID. Once it was saved, leave this empty to keep it.',
  secretMissing: 'must not be empty',
  key: 'Key file',
  keyHelp:
    'The JSON file that was downloaded when the key was made. Its text is kept as a secret; the file itself isn’t needed any more.',
  keyWhere: 'Google Cloud console, IAM & Admin, Service Accounts, your account, “Keys”',
  keyPlaceholder: 'Paste the text of the file, or choose it',
  chooseKey: 'Choose file…',
  keySet: 'Set',
  keySetOf: (account: string) => `Set · ${account}`,
  replaceKey: 'Replace the key',
  keepKey: 'Keep the current key',
  keyOf: (account: string) => `Key of ${account}`,
  keyMissing: 'choose or paste a key file',
  keyNotJson: 'must be the JSON file of a service account’s key',
  keyOfPerson: 'is a file for signing in as a person, not a service account’s key',
  keyTooLarge: 'is too large for a key file',

  save: 'Save',
  saveAndCheck: 'Save and check',
  saveAndSignIn: 'Save and sign in',
  saving: 'Saving',

  signInTitle: 'Sign in',
  signInHint: 'Google’s page opens in your browser. Choose your account there and allow access to BigQuery.',
  signIn: 'Sign in with Google',
  signInAgain: 'Sign in as someone else',
  signedIn: (account: string) => `Signed in as ${account}`,
  signedInUnknown: 'Signed in',
  waiting: 'Waiting for your browser',
  waitingHint: 'This page goes on by itself when you have signed in there.',
  openAgain: 'Open the page again',
  cancel: 'Cancel',
  signInFailed: 'The sign-in didn’t work',
  signInCancelled: 'The sign-in was cancelled',

  checkTitle: 'Check',
  checkHint: 'Looks at everything that a push needs, one by one. It changes nothing.',
  check: 'Check',
  checkAgain: 'Check again',
  checking: 'Checking',
  checks: 'What was checked',
  checked: (when: string) => `Checked ${when}`,
  states: { ok: 'Fine', failed: 'To do', skipped: 'Skipped' },
  allFine: 'Everything is ready',
  someFailed: (n: number) => `${many(n, 'thing needs', 'things need')} seeing to`,
  checkFailed: 'The check couldn’t be made',

  makeTitle: 'Datasets, tables and views',
  makeHint:
    'Makes what is missing: two datasets, four tables, three views, and columns that are new. It never deletes or overwrites anything.',
  make: 'Set up',
  making: 'Making what is missing',
  made: 'Everything is there now',
  makeFailed: 'The set-up stopped',
  makeCancelled: 'The set-up was cancelled',

  profilesTitle: 'Profile in BigQuery',
  profilesHint:
    'This account has pushed before, from another computer. To go on with what is there, choose the profile; otherwise this computer begins one of its own.',
  profilesFailed: 'The profiles in BigQuery couldn’t be read',
  profiles: 'Profile to go on as',
  ownProfile: 'Begin anew as this profile',
  audiences: (n: number) => many(n, 'audience', 'audiences'),
  pushedWhen: (when: string) => `pushed ${when}`,
  adopt: 'Go on as this profile',
  adopted: (name: string) => `This computer goes on as “${name}”`,
  adoptedHint: 'Pull to bring over what is there.',

  readyTitle: 'Ready to push',
  readyHint: (n: number) =>
    n === 0
      ? 'There is nothing to push yet.'
      : `${many(n, 'change waits', 'changes wait')} on this computer.`,
  toPush: 'Go to the push',
  leave: 'Back',
  leaveCommand: 'Back to BigQuery',
}
