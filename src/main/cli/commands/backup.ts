// Backs up the workspace to one file, and checks a workspace or such a file.
import { existsSync } from 'node:fs'
import type { RepairStep } from '../../../shared/contract/workspace.ts'
import { fail, ok } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT, type Option } from '../command.ts'
import { jobOf } from '../job.ts'
import { passphraseOf } from '../passphrase.ts'
import { print, printJson, say } from '../say.ts'
import { withSession } from '../session.ts'

export const PASSPHRASE_FILE: Option = {
  type: 'string',
  value: 'FILE',
  says: 'File whose first line is the passphrase (or set ACTIVATION_BACKUP_PASSPHRASE)',
}

export const BACKUP: Command = {
  summary: 'Back up the whole workspace to one file',
  words: [{ name: 'FILE', says: 'File to write' }],
  options: {
    'passphrase-file': PASSPHRASE_FILE,
    force: { type: 'boolean', says: 'Replace a file that is there' },
    ...COMMON,
  },
  notes:
    'With a passphrase the backup is encrypted; without the passphrase nobody can read it again. Secrets are never in it.',
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const [path = ''] = given.words
      const passphrase = await passphraseOf(given)
      if (!passphrase.ok) return passphrase
      if (existsSync(path) && !given.is('force'))
        return fail('conflict', `${path} is there already`, { hint: 'Choose another name, or add --force.' })
      const to = await session.place(path)
      if (!to.ok) return to
      const job = await jobOf(session, () =>
        session.invoke('backups.create', {
          to: { file_token: to.value },
          ...(passphrase.value !== null && { passphrase: passphrase.value }),
        }),
      )
      if (!job.ok) return job
      const bytes = job.value.result?.file?.bytes ?? 0
      if (given.is('json')) await printJson({ file: path, bytes, encrypted: passphrase.value !== null })
      else await print(`${path}: ${bytes.toLocaleString('en')} bytes\n`)
      return ok(EXIT.done)
    }),
}

export const VERIFY: Command = {
  summary: 'Check every byte of the workspace, or of a backup, against its checksums',
  words: [{ name: 'BACKUP', says: 'A backup’s file; without it the workspace', optional: true }],
  options: { 'passphrase-file': PASSPHRASE_FILE, ...COMMON },
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const [path] = given.words
      if (path === undefined) {
        const verified = await session.invoke('workspace.verify', {})
        if (!verified.ok) return verified
        const { damage } = verified.value
        if (given.is('json')) await printJson({ whole: damage.length === 0, damage })
        else {
          await print(damage.length === 0 ? 'The workspace is whole.\n' : 'The workspace is damaged.\n')
          for (const { file, message, hint } of damage) say(`  ${file}: ${message} ${hint}`)
        }
        return ok(damage.length === 0 ? EXIT.done : EXIT.left)
      }
      const passphrase = await passphraseOf(given)
      if (!passphrase.ok) return passphrase
      const token = await session.give(path)
      if (!token.ok) return token
      const job = await jobOf(session, () =>
        session.invoke('backups.verify', {
          from: { file_token: token.value },
          ...(passphrase.value !== null && { passphrase: passphrase.value }),
        }),
      )
      if (!job.ok) return job
      if (given.is('json')) await printJson({ whole: true, file: path })
      else await print(`${path} is whole.\n`)
      return ok(EXIT.done)
    }),
}

const OUTCOMES: Record<RepairStep['outcome'], string> = {
  restored: 'brought back whole',
  partly: 'brought back in part',
  set_aside: 'set aside',
  made_anew: 'made anew',
  lost: 'can’t be brought back',
}
const counted = (n: number, what: string) => (n > 0 ? `, ${n.toLocaleString('en')} versions ${what}` : '')
const stepText = ({ file, outcome, brought_back, lost }: RepairStep) =>
  `${file}: ${OUTCOMES[outcome]}${counted(brought_back, 'brought back')}${counted(lost ?? 0, 'missing')}\n`

export const REPAIR: Command = {
  summary: 'Repair the workspace, from a backup where data files are damaged',
  options: {
    from: { type: 'string', value: 'BACKUP', says: 'Backup to bring damaged data back from' },
    'dry-run': { type: 'boolean', says: 'Say what would be done, and change nothing' },
    'passphrase-file': PASSPHRASE_FILE,
    ...COMMON,
  },
  notes: 'Files that are set aside stay in the workspace’s quarantine. It ends with 3 where damage is left.',
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const passphrase = await passphraseOf(given)
      if (!passphrase.ok) return passphrase
      const backup = given.text('from')
      const token = backup === undefined ? ok(null) : await session.give(backup)
      if (!token.ok) return token
      const repaired = await session.invoke('workspace.repair', {
        dry_run: given.is('dry-run'),
        ...(token.value !== null && { from: { file_token: token.value } }),
        ...(passphrase.value !== null && { passphrase: passphrase.value }),
      })
      if (!repaired.ok) return repaired
      const { steps, damage } = repaired.value
      if (given.is('json')) await printJson({ dry_run: given.is('dry-run'), steps, damage })
      else {
        await print(steps.map(stepText).join('') || 'Nothing is to be repaired.\n')
        for (const { file, message, hint } of damage) say(`  Left: ${file}: ${message} ${hint}`)
      }
      return ok(damage.length === 0 ? EXIT.done : EXIT.left)
    }),
}
