// Words of backups: making them, the clock, the list, and the restore.
import { exactNumber } from '../lib/format.ts'

const records = (n: number) => (n === 1 ? '1 record' : `${exactNumber(n)} records`)
const versions = (n: number) => (n === 1 ? '1 version' : `${exactNumber(n)} versions`)
const files = (n: number) => (n === 1 ? '1 file' : `${exactNumber(n)} files`)

export const backups = {
  title: 'Backups',
  hint: 'One file with everything in this workspace: all profiles, all versions, receipts. No passwords or tokens.',
  folder: 'Folder',
  folderHint: 'The full path of a folder outside of the workspace, best on another disk.',
  noFolder: 'None chosen yet',
  choose: 'Choose folder',
  change: 'Change folder',
  saveFolder: 'Use this folder',
  now: 'Back up now',
  openFile: 'Open a backup file',
  last: 'Last by the clock',
  lastFailed: 'The last scheduled backup failed',
  never: 'None yet',
  next: 'Next',
  restoredOn: (at: string, made: string) => `Replaced ${at} by the backup of ${made}.`,
  restoredBefore: 'What was here before is in the list, as “before a restore”.',
  clock: 'By the clock',
  repeat: 'Repeat',
  repeats: { off: 'Off', daily: 'Daily', weekly: 'Weekly' },
  at: 'Time',
  weekday: 'Day',
  keepDays: 'Days kept',
  keepWeeks: 'Weeks kept',
  keepHint: (days: number, weeks: number) =>
    weeks === 0
      ? `The newest of each of the last ${exactNumber(days)} days stays. Backups made by hand always stay.`
      : `The newest of each of the last ${exactNumber(days)} days and ${exactNumber(weeks)} weeks stays. Backups made by hand always stay.`,
  encrypted: 'Encrypted with a passphrase that is in the keychain',
  setPassphrase: 'Encrypt with a passphrase',
  changePassphrase: 'Change passphrase',
  stopEncrypting: 'Stop encrypting',
  notEncrypted: 'Not encrypted: whoever has a file can read it',
  list: 'Backups',
  none: 'No backups here yet',
  noneHint: 'Back up now, or choose when the clock does.',
  columns: { made: 'Made', size: 'Size', kind: 'Kind', checked: 'Found whole', actions: 'Actions' },
  kinds: { hand: 'By hand', clock: 'By the clock', before: 'Before a restore' },
  locked: 'Encrypted',
  unreadable: 'Can’t be read',
  notChecked: 'Not checked',
  actions: (name: string) => `Actions for ${name}`,
  check: 'Check every byte',
  look: 'Look inside and restore',
  create: {
    title: 'Back up the workspace',
    description:
      'Saving goes on meanwhile: the backup holds one moment of everything. It is read back before it counts.',
    to: 'Where to',
    toFolder: 'The folder for backups',
    toFile: 'A file that I choose',
    encrypt: 'Encrypt it with a passphrase',
    passphrase: 'Passphrase',
    passphraseHint: 'At least 8 characters. It is kept nowhere: without it nobody can open the backup.',
    again: 'The same again',
    differ: 'The two are not the same',
    short: 'Use at least 8 characters',
    go: 'Back up',
  },
  keep: {
    title: 'Encrypt scheduled backups',
    description:
      'The passphrase goes into this computer’s keychain. Write it down as well: on another computer you will need it.',
    go: 'Encrypt from now on',
  },
  open: {
    title: 'Open a backup',
    passphrase: 'Passphrase',
    passphraseHint: 'The one it was encrypted with.',
    go: 'Open',
    working: 'Checking every byte, unpacking, comparing',
    cancel: 'Cancel',
  },
  restore: {
    title: (at: string) => `Backup of ${at}`,
    facts: (n: number, profiles: number, version: string) =>
      `${versions(n)} of ${profiles === 1 ? 'one profile' : `${exactNumber(profiles)} profiles`}, made by version ${version}`,
    missing: (n: number) =>
      `${files(n)} of the workspace ${n === 1 ? 'was' : 'were'} damaged when it was made: what was in there isn’t in the backup.`,
    compared: 'Compared with this workspace',
    entities: {
      audience: 'Audiences',
      platform: 'Platforms',
      distribution: 'Distributions',
      user: 'Profiles',
    },
    only_backup: 'Missing here',
    differs: 'Different',
    only_here: 'Only here',
    same: 'The same',
    show: (what: string, kind: string, n: number) => `${what}, ${kind}: show ${exactNumber(n)}`,
    names: (what: string, kind: string) => `${what}: ${kind}`,
    inBackup: (version: number, at: string) => `in the backup version ${exactNumber(version)}, ${at}`,
    here: (version: number, at: string) => `here version ${exactNumber(version)}, ${at}`,
    fields: (names: string) => `Differs in ${names}`,
    earlier: 'Earlier',
    later: 'Later',
    page: (from: number, to: number, total: number) =>
      `${exactNumber(from)}–${exactNumber(to)} of ${exactNumber(total)}`,
    what: 'What to do',
    hows: {
      bring_back: 'Bring records back',
      replace: 'Replace this workspace',
      new_folder: 'Make a new workspace',
    },
    howHints: {
      bring_back:
        'Each comes back as a new version: nothing that is here is lost, and the history shows both. Runs that are here stay as they are.',
      replace:
        'Everything here becomes what the backup is, for all profiles. First a backup of what is here now is made. Runs never start by themselves afterwards, and BigQuery is not pushed to by the clock.',
      new_folder:
        'This workspace stays as it is. The new one has no passwords, and starts no runs that were planned here.',
    },
    bringMissing: (n: number) => `${records(n)} that ${n === 1 ? 'is' : 'are'} missing here`,
    bringDifferent: (n: number) => `${records(n)} that ${n === 1 ? 'is' : 'are'} different`,
    folder: 'New folder',
    folderHint: 'A full path. The folder must not be there yet, or be empty.',
    go: { bring_back: 'Bring back', replace: 'Replace everything', new_folder: 'Make workspace' },
    nothing: 'There is nothing to bring back: all that is in the backup is here.',
    started: {
      bring_back: 'Bringing records back',
      replace: 'Replacing the workspace',
      new_folder: 'Making the workspace',
    },
    close: 'Close backup',
  },
  repair: {
    go: 'Repair',
    busy: 'Repairing',
    whole: 'Nothing is damaged any more',
    from: (at: string) => `With the backup of ${at}. The damaged files stay in quarantine.`,
    without:
      'There is no backup here that opens without a passphrase: only what doesn’t belong is set aside.',
    outcomes: {
      restored: (n: number) => `Whole again: ${versions(n)} came back.`,
      partly: (n: number, lost: number | null) =>
        `${versions(n)} came back, ${exactNumber(lost ?? 0)} ${lost === 1 ? 'is' : 'are'} not in the backup.`,
      set_aside: () => 'Moved into quarantine.',
      made_anew: () => 'Made anew already.',
      lost: (_n: number, lost: number | null) =>
        lost === null
          ? 'Couldn’t be brought back. Another backup may have it.'
          : `Couldn’t be brought back: ${versions(lost)} missing. Another backup may have ${lost === 1 ? 'it' : 'them'}.`,
    },
  },
  results: {
    backedUp: (n: number) => `${versions(n)} backed up, read back and found whole`,
    whole: (n: number) => `Whole: ${files(n)} match their checksums`,
    opened: 'Checked and compared',
    restored: (n: number) => `${records(n)} restored`,
    repaired: (n: number, lost: number) =>
      n > 0 || lost > 0 ? `${versions(n)} brought back` : 'Nothing was to be repaired',
    lost: 'Damaged files',
    showLost: (n: number) => (n === 1 ? 'Show the damaged file' : `Show ${exactNumber(n)} damaged files`),
    hideLost: 'Hide damaged files',
  },
}
