// What the core is told by the environment. Read once at the entry points; docs/credentials.md names the variables.
import type { CoreConfig } from './face.ts'

type Environment = Record<string, string | undefined>

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const KINDS = ['keychain', 'file', 'memory'] as const

/**
 * `ENCRYPTION_KEY` protects the encrypted file; it is taken out of the environment, so that no program started from here
 * has it. `ACTIVATION_CREDENTIALS` (keychain, file or memory) says where secrets are kept instead of choosing by itself.
 * `ACTIVATION_LOG_LEVEL` is debug, info (as without it), warn or error. `ACTIVATION_PLATFORM_BASE_URL` is for developers: every call to a platform goes there.
 * `GOOGLE_CLOUD_PROJECT`, `ACTIVATION_BIGQUERY_DATASET` and `ACTIVATION_BIGQUERY_LOCATION` say where BigQuery's tables are;
 * `STORAGE_BACKEND=bigquery` keeps the records there and not in the workspace (see `placeOf`).
 * `BIGQUERY_API_ENDPOINT` and `BIGQUERY_OAUTH_ENDPOINT` are addresses instead of Google's.
 */
export function takeCoreSettings(
  env: Environment,
): Pick<CoreConfig, 'credentials' | 'platform_base_url' | 'log_level' | 'storage_backend' | 'bigquery'> {
  const { ENCRYPTION_KEY, ACTIVATION_CREDENTIALS, ACTIVATION_PLATFORM_BASE_URL } = env
  const { ACTIVATION_LOG_LEVEL, STORAGE_BACKEND } = env
  delete env.ENCRYPTION_KEY
  const bigquery = bigQueryOf(env)
  const only = KINDS.find(kind => kind === ACTIVATION_CREDENTIALS)
  const log_level = LEVELS.find(level => level === ACTIVATION_LOG_LEVEL)
  return {
    ...(log_level && { log_level }),
    credentials: { ...(ENCRYPTION_KEY && { encryption_key: ENCRYPTION_KEY }), ...(only && { only }) },
    ...(ACTIVATION_PLATFORM_BASE_URL && { platform_base_url: ACTIVATION_PLATFORM_BASE_URL }),
    ...(STORAGE_BACKEND && { storage_backend: STORAGE_BACKEND }),
    ...(bigquery && { bigquery }),
  }
}

function bigQueryOf(env: Environment): CoreConfig['bigquery'] {
  const { GOOGLE_CLOUD_PROJECT: project, ACTIVATION_BIGQUERY_DATASET: dataset } = env
  const { ACTIVATION_BIGQUERY_LOCATION: location, BIGQUERY_API_ENDPOINT, BIGQUERY_OAUTH_ENDPOINT } = env
  const told = { project, dataset, location, BIGQUERY_API_ENDPOINT, BIGQUERY_OAUTH_ENDPOINT }
  const said = Object.fromEntries(Object.entries(told).filter(([, value]) => value))
  return Object.keys(said).length > 0 ? said : undefined
}
