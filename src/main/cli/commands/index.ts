// All commands, in the order the help lists them.
import type { Commands } from '../parse.ts'
import { BACKUP, REPAIR, VERIFY } from './backup.ts'
import { EXPORT } from './export.ts'
import { IMPORT } from './import.ts'
import { LIST } from './list.ts'
import { MIGRATE } from './migrate.ts'
import { PUBLISH } from './publish.ts'
import { RESTORE } from './restore.ts'
import { SERVE } from './serve.ts'
import { SHOW } from './show.ts'
import { PULL, PUSH } from './sync.ts'
import { VERIFY_RECEIPT } from './verify-receipt.ts'

export const COMMANDS: Commands = {
  serve: SERVE,
  list: LIST,
  show: SHOW,
  import: IMPORT,
  export: EXPORT,
  migrate: MIGRATE,
  publish: PUBLISH,
  backup: BACKUP,
  restore: RESTORE,
  verify: VERIFY,
  repair: REPAIR,
  push: PUSH,
  pull: PULL,
  'verify-receipt': VERIFY_RECEIPT,
}
