// Words of platforms that pages share, and those of their list.
import type { Platform, PlatformStatus } from '../../shared/domain/platform.ts'
import { exactNumber } from '../lib/format.ts'

export const platformCount = (n: number) => `${exactNumber(n)} ${n === 1 ? 'platform' : 'platforms'}`

const sync = {
  success: 'Delivered',
  failed: 'Failed',
  pending: 'Under way',
} satisfies Record<NonNullable<Platform['sync_status']>, string>

/** What several pages say of a platform. */
export const platforms = {
  health: {
    healthy: 'Healthy',
    failing: 'Failing',
    unreachable: 'Not reached',
    untested: 'Not tested',
    incomplete: 'Incomplete',
    inactive: 'Inactive',
    stale: 'Not tested lately',
  },
  status: { active: 'Active', inactive: 'Inactive' } satisfies Record<PlatformStatus, string>,
  /** How the last delivery went. */
  sync,
  inTrash: 'In trash',
  testing: 'Testing',
  cancelTest: 'Cancel the test',
  actions: {
    open: 'Open',
    openRun: 'Open distribution',
    edit: 'Edit',
    test: 'Test connection',
    testAgain: 'Test again',
    activate: 'Activate',
    deactivate: 'Deactivate',
    duplicate: 'Duplicate',
    trash: 'Move to trash',
    restore: 'Restore from trash',
    copyId: 'Copy ID',
  },
  done: {
    active: (name: string) => `“${name}” activated`,
    inactive: (name: string) => `“${name}” deactivated`,
    trashed: (name: string) => `“${name}” moved to trash`,
    trashedDetail: 'Its secrets are removed. After restoring it, enter them again.',
    restored: (name: string) => `“${name}” restored`,
    restoredDetail: 'Its secrets were removed with it. Edit it to enter them again.',
    duplicated: (name: string) => `“${name}” created`,
    duplicatedDetail: 'Secrets are not copied. Edit it to enter its own.',
  },
  secret: {
    set: (last4: string | undefined) => (last4 ? `Set · ends in ${last4}` : 'Set'),
    missing: 'Missing',
    optional: 'Not set',
  },
  trend: {
    none: 'No runs yet',
    newest: (rate: string, runs: number) =>
      runs === 1 ? `Match rate ${rate} in the only run` : `Match rate ${rate} in the newest of ${runs} runs`,
    range: (low: string, high: string) => `${low} to ${high}`,
    expected: (rate: string) => `${rate} expected`,
  },
  store: {
    unknown: 'Whether secrets can be kept isn’t known',
    checkAgain: 'Check again',
    checking: 'Checking',
  },
}

/** The list of platforms. */
export const platformList = {
  title: 'Platforms',
  table: 'Platforms',
  connect: 'Connect a platform',
  checkAll: 'Check all accounts',
  checkingAll: 'Checking all accounts',
  checked: (done: string, total: string) => `${done} of ${total} checked`,
  cancelCheck: 'Stop checking',
  views: 'Show',
  tabs: { all: 'All', attention: 'Needs attention', trash: 'Trash' },
  filterBy: 'Filter by',
  health: 'Health',
  type: 'Type',
  status: 'Status',
  columns: {
    name: 'Name',
    health: 'Health',
    account: 'Account',
    last_sync: 'Last sync',
    match_rate: 'Match rate',
    expected: 'Expected',
    status: 'Status',
    updated_at: 'Updated',
  },
  sortBy: (column: string) => `Sort by ${column.toLowerCase()}`,
  actionsColumn: 'Actions',
  rowMenu: (name: string) => `Actions for ${name}`,
  never: 'Never',
  total: platformCount,
  matching: (n: number, all: number) => `${exactNumber(n)} of ${platformCount(all)}`,
  clearFilters: 'Clear filters',
  preview: 'Preview',
  closePreview: 'Close preview',
  nothingToPreview: 'Nothing to preview',
  nothingToPreviewHint: 'Choose a row to see its health and settings here.',
  section: {
    checked: 'The last test checked',
    settings: 'Settings',
    secrets: 'Secrets',
    activity: 'Match rate',
    details: 'Details',
  },
  facts: {
    tested: 'Last tested',
    account: 'Account',
    lastSync: 'Last sync',
    status: 'Status',
    updated: 'Updated',
    version: 'Version',
    newest: 'Newest run',
  },
  noSecrets: 'This type needs none.',
  empty: {
    title: 'Connect a platform',
    hint: 'A platform is an account that audiences are delivered to. Choose what you have; each asks only for what it needs, and its secrets stay on this computer.',
    noMatch: 'No platform matches',
    noMatchHint: 'Take a filter away or search for another word.',
    trash: 'The trash is empty',
    trashHint: 'Platforms you delete are kept here without their secrets and can be restored.',
    calm: 'Nothing needs attention',
    calmHint: 'Every account that is in use was tested lately and works.',
    failed: 'The platforms couldn’t be loaded',
  },
}
