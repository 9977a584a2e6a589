// Says how a backup differs from the workspace, and restores it in the way that was asked for.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { OpenedBackup } from '../../../shared/contract/backups.ts'
import type { InputOf } from '../../../shared/contract.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT, type Exit, type Given } from '../command.ts'
import { jobOf } from '../job.ts'
import { wrong } from '../parse.ts'
import { passphraseOf } from '../passphrase.ts'
import { print, printJson, say, table } from '../say.ts'
import { type Session, withSession } from '../session.ts'
import { PASSPHRASE_FILE } from './backup.ts'

type How = InputOf<'backups.restore'>['how']

/** null: only say how it differs. */
function howOf(given: Given): Result<How | null> {
  const folder = given.text('new-folder')
  const chosen = [given.is('bring-back'), given.is('replace'), folder !== undefined].filter(Boolean)
  if (chosen.length > 1)
    return wrong('--bring-back, --replace and --new-folder exclude each other', 'restore')
  if (folder?.trim() === '') return wrong('--new-folder must name a folder', 'restore')
  if (folder !== undefined) return ok({ how: 'new_folder', folder: resolve(folder) })
  if (given.is('replace')) return ok({ how: 'replace' })
  return ok(given.is('bring-back') ? { how: 'bring_back', kinds: ['only_backup', 'differs'] } : null)
}

function differencesText({ made_at, versions, counts, missing }: OpenedBackup): string {
  const rows = Object.entries(counts).map(([entity, each]) => [
    `${entity}s`,
    each.only_backup,
    each.only_here,
    each.differs,
    each.same,
  ])
  const damaged = missing.map(file => `Not in it, as it was damaged then: ${file}\n`).join('')
  return `A backup of ${made_at} with ${versions.toLocaleString('en')} versions.\n${table(
    ['RECORDS', 'ONLY IN IT', 'ONLY HERE', 'DIFFERENT', 'THE SAME'],
    rows,
  )}${damaged}`
}

async function openBackup(given: Given, session: Session): Promise<Result<OpenedBackup>> {
  const passphrase = await passphraseOf(given)
  if (!passphrase.ok) return passphrase
  const token = await session.give(given.words[0] ?? '')
  if (!token.ok) return token
  const job = await jobOf(session, () =>
    session.invoke('backups.open', {
      from: { file_token: token.value },
      ...(passphrase.value !== null && { passphrase: passphrase.value }),
    }),
  )
  if (!job.ok) return job
  const opened = await session.invoke('backups.opened', {})
  if (!opened.ok) return opened
  return opened.value ? ok(opened.value) : fail('internal', 'The backup was closed meanwhile')
}

async function restore(given: Given, session: Session): Promise<Result<Exit>> {
  const how = howOf(given)
  if (!how.ok) return how
  const backup = await openBackup(given, session)
  if (!backup.ok) return backup
  const { opened } = backup.value
  if (how.value === null) {
    const closed = await session.invoke('backups.close', {})
    if (!closed.ok) return closed
    if (given.is('json')) await printJson(backup.value)
    else {
      await print(differencesText(backup.value))
      say('Nothing was changed. Add --bring-back, --replace or --new-folder DIR to restore it.')
    }
    return ok(EXIT.done)
  }
  const wanted = how.value
  const job = await jobOf(session, () => session.invoke('backups.restore', { opened, how: wanted }))
  if (!job.ok) return job
  const { changed = 0 } = job.value.result ?? {}
  if (given.is('json')) await printJson({ restored: wanted.how, changed })
  else if (wanted.how === 'bring_back') await print(`${changed.toLocaleString('en')} records brought back.\n`)
  else if (wanted.how === 'new_folder') await print(`Restored into ${wanted.folder}.\n`)
  else await print('Restored. What was here before is kept as a backup in the workspace.\n')
  return ok(EXIT.done)
}

/** A folder that is to be made needs no workspace beside it: one is made for the work, and thrown away. */
async function withRoom(given: Given, work: (given: Given) => Promise<Exit>): Promise<Exit> {
  if (given.text('new-folder') === undefined || given.text('workspace') !== undefined) return work(given)
  const folder = await mkdtemp(join(tmpdir(), 'activation-restore-'))
  try {
    return await work({ ...given, text: name => (name === 'workspace' ? folder : given.text(name)) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const RESTORE: Command = {
  summary: 'Say how a backup differs from the workspace, or restore it',
  words: [{ name: 'BACKUP', says: 'The backup’s file' }],
  options: {
    'bring-back': { type: 'boolean', says: 'Bring back what is missing or different, as new versions' },
    replace: {
      type: 'boolean',
      says: 'Make the workspace what the backup is; a backup of what it was is kept',
    },
    'new-folder': {
      type: 'string',
      value: 'DIR',
      says: 'Make a workspace of it in a folder that isn’t there or is empty',
    },
    'passphrase-file': PASSPHRASE_FILE,
    ...COMMON,
  },
  notes: 'Without one of the first three it only says how the backup differs, and changes nothing.',
  check(given) {
    const how = howOf(given)
    return how.ok ? ok(null) : how
  },
  run: (given, environment) =>
    withRoom(given, each =>
      withSession(each, environment, session => restore(each, session), {
        makes: given.text('new-folder') !== undefined,
      }),
    ),
}
