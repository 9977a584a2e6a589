// What the core is told by the environment. Read once at the entry points; docs/credentials.md names the variables.
import type { CoreConfig } from './face.ts'

type Environment = Record<string, string | undefined>

const KINDS = ['keychain', 'file', 'memory'] as const

/**
 * `ENCRYPTION_KEY` protects the encrypted file; it is taken out of the environment, so that no program started from here
 * has it. `ACTIVATION_CREDENTIALS` (keychain, file or memory) says where secrets are kept instead of choosing by itself.
 * `ACTIVATION_PLATFORM_BASE_URL` is for developers: every call to a platform goes there.
 */
export function takeCoreSettings(env: Environment): Pick<CoreConfig, 'credentials' | 'platform_base_url'> {
  const { ENCRYPTION_KEY, ACTIVATION_CREDENTIALS, ACTIVATION_PLATFORM_BASE_URL } = env
  delete env.ENCRYPTION_KEY
  const only = KINDS.find(kind => kind === ACTIVATION_CREDENTIALS)
  return {
    credentials: { ...(ENCRYPTION_KEY && { encryption_key: ENCRYPTION_KEY }), ...(only && { only }) },
    ...(ACTIVATION_PLATFORM_BASE_URL && { platform_base_url: ACTIVATION_PLATFORM_BASE_URL }),
  }
}
