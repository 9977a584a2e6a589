// Cases of platforms.
import type { Env } from '../env.ts'
import { type CasesOf, none } from './of.ts'

const onePlatform = ({ platform }: Env) => ({ platform_id: platform.platform_id })

export const platformCases: CasesOf<'platforms'> = {
  'platforms.create': () => ({
    name: 'Loyalty hook',
    platform_type: 'webhook',
    status: 'active',
    notes: 'Run by the loyalty team',
    settings: { url: 'https://hooks.example.com/audiences', default_match_rate: 0.62, auto_refresh: true },
    credentials: { secret: 'contract-signing-secret-0001' },
  }),
  'platforms.get': env => ({ ...onePlatform(env), version: 1 }),
  'platforms.list': () => ({
    filter: { search: 'agency', platform_type: ['folder'], status: ['active'], deleted: false },
    sort: { by: 'updated_at', direction: 'desc' },
    limit: 10,
  }),
  'platforms.update': env => ({
    ...onePlatform(env),
    expected_version: 1,
    patch: { name: 'Agency share', notes: 'Moved in autumn', settings: { file_format: 'parquet' } },
    change_note: 'The agency reads Parquet now',
  }),
  'platforms.setStatus': env => ({ ...onePlatform(env), status: 'inactive', expected_version: 1 }),
  'platforms.duplicate': env => ({ ...onePlatform(env), name: 'Second drop folder' }),
  'platforms.delete': env => ({ ...onePlatform(env), expected_version: 1 }),
  'platforms.undelete': onePlatform,
  'platforms.history': onePlatform,
  'platforms.restoreVersion': env => ({ ...onePlatform(env), version: 1, expected_version: 1 }),
  'platforms.activity': ({ platform }) => ({ platform_ids: [platform.platform_id] }),
  'platforms.testConnection': onePlatform,
  'platforms.testAll': none,
}
