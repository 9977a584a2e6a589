// Cases of the workspace, and what is kept in it of a person and of secrets.
import { type CasesOf, none } from './of.ts'

export const workspaceCases: CasesOf<'preferences' | 'drafts' | 'workspace' | 'credentials' | 'health'> = {
  'preferences.get': none,
  'preferences.set': () => ({ theme: 'dark', density: 'compact', last_route: '/audiences' }),
  'drafts.list': none,
  'drafts.save': () => ({ key: 'new', base_version: 1, value: { name: 'Green renters' } }),
  'drafts.remove': () => ({ key: 'new' }),
  'workspace.info': none,
  'workspace.home': none,
  'workspace.flush': none,
  'workspace.verify': none,
  'workspace.repair': () => ({ dry_run: true }),
  'credentials.state': none,
  'health.get': none,
}
