// Which backup is meant: one of the list, or a file that was picked or uploaded.
import * as z from 'zod'

export const BACKUP_PLACES = ['folder', 'workspace'] as const
/** `workspace`: made before a restore, and kept inside the workspace. */
export const BackupPlace = z.enum(BACKUP_PLACES)

const From = z.union([
  z.strictObject({ place: BackupPlace, name: z.string().min(1).max(300) }),
  z.strictObject({ file_token: z.string().max(100) }),
])
/** Of an encrypted one. It is used and forgotten. */
const passphrase = z.string().max(1_000).optional()

export const source = { from: From, passphrase }
export const optionalSource = { from: From.optional(), passphrase }
