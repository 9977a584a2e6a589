// Cases of backups.
import { tmpdir } from 'node:os'
import { type CasesOf, none } from './of.ts'

export const backupCases: CasesOf<'backups'> = {
  'backups.state': none,
  'backups.setUp': () => ({
    folder: tmpdir(),
    repeat: 'weekly',
    at: '18:30',
    weekday: 5,
    keep_days: 7,
    keep_weeks: 4,
    passphrase: 'contract pass phrase',
  }),
  'backups.list': none,
  'backups.create': async env => ({
    to: { file_token: await env.target() },
    passphrase: 'contract pass phrase',
  }),
  'backups.verify': async env => ({
    from: { file_token: await env.offerBackup() },
    passphrase: 'not needed',
  }),
  'backups.open': async env => ({ from: { file_token: await env.offerBackup() }, passphrase: 'not needed' }),
  'backups.opened': none,
  'backups.close': none,
  'backups.differences': async env => ({
    opened: await env.openBackup(),
    entity: 'audience',
    kind: 'only_here',
    offset: 0,
    limit: 10,
  }),
  'backups.restore': async env => ({
    opened: await env.openBackup(),
    how: { how: 'bring_back', kinds: ['only_backup', 'differs'], entities: ['audience'] },
  }),
}
