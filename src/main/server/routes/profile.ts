// Who the token speaks for, and the workspace that it reaches.
import { contract } from '../../../shared/contract.ts'
import { ProfileInput, User } from '../../../shared/domain/user.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { json } from '../route.ts'

const tag = 'Profile'

const shown = (found: Result<User | null>) => {
  if (!found.ok) return found
  return found.value ? ok({ profile: found.value }) : fail('not_found', 'There is no such profile')
}

export const profileRoutes = [
  json('get', '/api/profile', {
    tag,
    summary: 'The profile that the token speaks for',
    answer: { profile: User },
    respond: async ({ ask }) => shown(await ask('profiles.current', {})),
  }),
  json('put', '/api/profile', {
    tag,
    summary: 'Change its name, e-mail address and organization',
    passed: ProfileInput,
    answer: { profile: User },
    respond: async ({ ask, body }) => shown(await ask('profiles.update', body)),
  }),
  json('get', '/api/workspace', {
    tag: 'Workspace',
    summary: 'The workspace: its state, its size, and what is damaged',
    answer: contract['workspace.info'].output.shape,
    respond: ({ ask }) => ask('workspace.info', {}),
  }),
]
