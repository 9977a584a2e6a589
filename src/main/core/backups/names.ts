// Names of backup files, and what a name says.
export const ENDING = '.ambackup'

/** To the millisecond: two that are made at once don't take each other's place. */
const stamp = (at: Date) => at.toISOString().slice(0, 23).replaceAll(/[-:]/g, '').replace(/[T.]/g, '-')

/** `workspace`: six hex digits that tell this workspace's from those of others in the same folder. UTC, so that names sort by time. */
export const nameOf = (workspace: string, at: Date, scheduled: boolean) =>
  `activation-manager-${workspace}-${stamp(at)}${scheduled ? '-auto' : ''}${ENDING}`
export const nameBefore = (at: Date) => `before-restore-${stamp(at)}${ENDING}`

export const isScheduled = (name: string) => /-auto\.ambackup$/.test(name)
export const isScheduledOf = (workspace: string, name: string) =>
  isScheduled(name) && name.startsWith(`activation-manager-${workspace}-`)
/** The rest of one that was never finished. */
export const isUnfinishedOf = (workspace: string, name: string) =>
  name.startsWith(`activation-manager-${workspace}-`) && /\.ambackup\.part-[0-9a-f]+$/.test(name)
/** A plain name of a backup: nothing that leads elsewhere. */
export const isBackupName = (name: string) =>
  name.endsWith(ENDING) && !/[/\\\0]/.test(name) && !name.startsWith('.')
