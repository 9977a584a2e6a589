// Words of the page on which a person decides between two versions of a record.
import type { SyncedEntity } from '../../shared/contract/bigquery.ts'
import { exactNumber } from '../lib/format.ts'

const many = (n: number, one: string, more: string) => `${exactNumber(n)} ${n === 1 ? one : more}`

export const bigqueryConflicts = {
  title: 'Decide between two versions',
  back: 'BigQuery',
  hint: 'These records were changed here and in BigQuery, differently. Fields that only one side changed are brought together by themselves. Whichever version loses stays in the history of the record.',
  records: 'Records to decide on',
  count: (n: number) => many(n, 'record', 'records'),
  kind: {
    user: 'Profile',
    platform: 'Platform',
    audience: 'Audience',
    distribution: 'Distribution',
  } satisfies Record<SyncedEntity, string>,
  fieldCount: (n: number) => many(n, 'field', 'fields'),
  deletedHere: 'Deleted here, changed there',
  deletedThere: 'Changed here, deleted there',
  deletedWithRuns: (n: number) => `Deleted there, used by ${many(n, 'run', 'runs')} here`,
  unnamed: 'Without a name',

  /** Where they are called otherwise than in the history of an audience. */
  fields: {
    selected_variables: 'Variables',
    variable_details: 'Details of variables',
    display_name: 'Name',
    email: 'E-mail',
    notes: 'Notes',
    settings: 'Settings',
    metadata: 'Other data',
    match_results: 'Results',
    scheduled_at: 'Scheduled',
    'settings.default_match_rate': 'Expected match rate',
    'settings.auto_refresh': 'Refresh audiences automatically',
    'settings.refresh_frequency': 'Frequency',
    'settings.approval_needed': 'Approval needed',
    'settings.cpm_fee': 'Fee for a thousand people',
    'settings.currency': 'Currency',
  } as Record<string, string>,
  field: 'Field',
  mine: 'Mine',
  theirs: 'Theirs',
  result: 'Result',
  mineBy: (version: number, when: string) => `Version ${exactNumber(version)}, ${when}`,
  theirsBy: (who: string, when: string) => `${who}, ${when}`,
  choose: (field: string) => `Which ${field.toLowerCase()} to keep`,
  undecided: 'Not decided yet',
  segment: (name: string) => `Segment “${name}”`,
  variable: (code: string) => `Variable ${code}`,
  run: 'The run',
  takenOut: 'Taken out',
  notThere: 'Not there',
  sumOfSegments: 'The sum of the segments',
  changedMeanwhile: { mine: 'What you changed', theirs: 'What was changed in BigQuery' },
  segments: (n: number) => many(n, 'segment', 'segments'),
  variables: (n: number) => many(n, 'variable', 'variables'),
  items: (n: number) => many(n, 'entry', 'entries'),

  allMine: 'Take mine',
  allTheirs: 'Take theirs',
  apply: 'Apply',
  applyHint: (n: number) => `${many(n, 'field is', 'fields are')} not decided yet`,
  applyDelete: 'Choose one of the two first',
  applied: (name: string) => `“${name}” is decided`,
  appliedAll: (n: number) => `${many(n, 'record is', 'records are')} decided`,
  appliedHint: 'The other version is in the history. The result goes with the next push.',
  everyMine: 'Keep mine in all',
  everyTheirs: 'Take theirs in all',
  everyTitle: (n: number, side: 'mine' | 'theirs') =>
    side === 'mine'
      ? `Keep your version of ${many(n, 'record', 'records')}?`
      : `Take their version of ${many(n, 'record', 'records')}?`,
  everyHint: 'The other versions stay in the history, from where each can be restored one by one.',
  everyAction: { mine: 'Keep mine', theirs: 'Take theirs' },

  deleteTitle: {
    mine: (who: string) => `You deleted it here; ${who} changed it in BigQuery.`,
    theirs: (who: string) => `You changed it here; ${who} deleted it in BigQuery.`,
  },
  deleteChoice: {
    mine: { mine: 'Leave it deleted', theirs: 'Bring it back' },
    theirs: { mine: 'Keep it', theirs: 'Delete it here too' },
  },
  deleteWhat: {
    mine: {
      mine: 'It stays in the trash, and is marked as deleted in BigQuery with the next push.',
      theirs: 'It comes out of the trash, as it was changed in BigQuery.',
    },
    theirs: {
      mine: 'It stays as you changed it, and stands in BigQuery again after the next push.',
      theirs: 'It goes to the trash, from where it can be restored.',
    },
  },

  /** Of an audience or a platform that was deleted in BigQuery and that runs here use. */
  runsTitle: (what: string, who: string, n: number) =>
    `${who} deleted this ${what.toLowerCase()} in BigQuery; ${many(n, 'run', 'runs')} here ${n === 1 ? 'uses' : 'use'} it.`,
  runs: (n: number) => `${many(n, 'run', 'runs')} here that ${n === 1 ? 'uses' : 'use'} it`,
  runsHint:
    'Still to start on this computer, or changed since the last push. No run is changed or deleted by your choice.',
  runsMore: (n: number) => `and ${exactNumber(n)} more`,
  runsKeep: 'It stays, and stands in BigQuery again after the next push. Its runs go on as planned.',
  runsDelete: {
    audience:
      'It goes to the trash, from where it can be restored. Its runs stay: those still to start send the version that they were planned with.',
    platform:
      'It goes to the trash, from where it can be restored. Its runs stay: those still to start fail until it is restored.',
    user: '',
    distribution: '',
  } satisfies Record<SyncedEntity, string>,

  keys: {
    move: 'next and previous record',
    choose: 'mine or theirs',
    apply: 'apply',
  },
  none: 'Nothing to decide',
  noneHint: 'Every record is decided. What you decided goes with the next push.',
  toPush: 'To the push',
  failed: 'What has to be decided couldn’t be read',
  saving: 'Applying',
}
