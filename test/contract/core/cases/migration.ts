// Cases of the migration from the reference system.
import type { CasesOf } from './of.ts'

export const migrationCases: CasesOf<'migration'> = {
  'migration.look': async env => ({ folder_token: await env.reference() }),
  'migration.inspect': async env => ({ folder_token: await env.reference(), who: 'mine', mine: 'ana' }),
  'migration.start': async env => ({ folder_token: await env.reference(), who: 'all', mine: 'ana' }),
  'migration.report': async env => ({ job_id: await env.checked() }),
  'migration.notes': async env => ({ job_id: await env.checked(), level: 'refused', offset: 0, limit: 10 }),
  'migration.saveNotes': async env => ({ job_id: await env.checked(), file_token: await env.target() }),
}
