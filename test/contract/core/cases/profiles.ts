// Cases of profiles and their access tokens.
import { RETAIL } from '../../../support/core.ts'
import { type CasesOf, none } from './of.ts'

export const profileCases: CasesOf<'profiles' | 'tokens'> = {
  'profiles.list': none,
  'profiles.create': () => ({
    display_name: 'Media planning',
    email: 'planning@example.com',
    organization: 'Media',
  }),
  'profiles.choose': () => ({ user_id: RETAIL }),
  'profiles.current': none,
  'profiles.update': () => ({
    display_name: 'Retail insights',
    email: 'retail@example.com',
    organization: 'Retail',
  }),
  'profiles.signOut': none,
  'tokens.list': none,
  'tokens.create': () => ({
    name: 'Weekly report',
    scope: 'read_only',
    expires_at: '2099-01-01T00:00:00.000Z',
  }),
  'tokens.revoke': async env => {
    const made = await env.must('tokens.create', { name: 'Weekly report', scope: 'read_only' })
    return { token_id: made.token_id }
  },
}
