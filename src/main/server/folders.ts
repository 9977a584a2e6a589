// Which folders of this computer are written to is said in the app: an access token, which may be in other hands, names none.
import type { CoreOperation } from '../../shared/contract.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { PLATFORM_DEFINITIONS } from '../../shared/platforms/definition.ts'
import type { Asking } from './caller.ts'

const within = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined

/** Settings of platforms that name a folder. */
const FOLDER_KEYS = Object.values(PLATFORM_DEFINITIONS).flatMap(({ settings }) =>
  settings.filter(({ kind }) => kind === 'folder').map(({ key }) => key),
)
const inSettings = (settings: unknown): unknown =>
  FOLDER_KEYS.map(key => within(settings, key)).find(value => value !== undefined && value !== null)

/** Where the input of an operation names one. A test looks through the contract for others. */
export const FOLDER_IN: Partial<Record<CoreOperation, (input: unknown) => unknown>> = {
  'publish.setUp': input => within(input, 'folder'),
  'backups.setUp': input => within(input, 'folder'),
  'platforms.create': input => inSettings(within(input, 'settings')),
  'platforms.update': input => inSettings(within(within(input, 'patch'), 'settings')),
}

/** Refuses an access token a folder. To use one that was chosen, or to let go of it, is no naming. */
export function mayName(c: Asking, operation: CoreOperation, input: unknown): Result<null> {
  const named = FOLDER_IN[operation]?.(input)
  if (named === undefined || named === null || c.get('caller').of_run) return ok(null)
  return fail('forbidden', 'A folder of this computer can’t be named with an access token', {
    hint: 'Choose it in the app. The token can use it from then on.',
  })
}
