// Changing a platform: create, edit, status, copy, and an old version made new again.
import { sameJson } from '../../../shared/domain/diff.ts'
import { newId } from '../../../shared/domain/ids.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import {
  applyPlatformPatch,
  credentialFields,
  duplicatePlatform,
  freeName,
  nameKey,
  splitInput,
  UNTESTED,
} from '../../../shared/domain/platform-rules.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { CredentialChange } from '../../../shared/platforms/check.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { Handlers } from '../handlers.ts'
import { nowText } from '../time.ts'
import type { Deps } from './deps.ts'
import { checkName, commitNext, editable, namesTaken, readPlatform } from './records.ts'
import { withSecrets } from './secrets.ts'

type Writes = Pick<
  Handlers,
  | 'platforms.create'
  | 'platforms.update'
  | 'platforms.setStatus'
  | 'platforms.duplicate'
  | 'platforms.restoreVersion'
>
type NewPlatform = Omit<Platform, 'version'>

const isChange = ({ set, clear }: CredentialChange) => Object.keys(set).length + clear.length > 0

/** Says in the history what the record can't show: that a secret was replaced. */
function noteOf(type: Platform['platform_type'], { set, clear }: CredentialChange): string | null {
  const label = (key: string) =>
    PLATFORM_DEFINITIONS[type].credentials.find(field => field.key === key)?.label ?? key
  const parts = [
    ...(Object.keys(set).length > 0 ? [`Entered: ${Object.keys(set).map(label).join(', ')}`] : []),
    ...(clear.length > 0 ? [`Removed: ${clear.map(label).join(', ')}`] : []),
  ]
  return parts.length > 0 ? parts.join('. ') : null
}

export function createWrites(deps: Deps): Writes {
  const { store, alone, naming, removals, secretsChanged } = deps

  async function add(record: NewPlatform): Promise<Result<Platform>> {
    const put = { entity: 'platform', record, expected: 'new' } as const
    const written = await store.commit(record.user_id, [put])
    return written.ok ? ok({ ...record, version: 1 }) : written
  }

  function fresh(user_id: string, change_note: string | null) {
    const now = nowText()
    return {
      platform_id: newId('platform'),
      user_id,
      created_at: now,
      updated_at: now,
      deleted: false,
      changed_by: user_id,
      change_note,
    }
  }

  /** Runs `write` while nobody else can take a name of this user. */
  const named = (user_id: string, name: string, but: string | null, write: () => Promise<Result<Platform>>) =>
    naming(user_id, async () => {
      const free = await checkName(store, user_id, name, but)
      return free.ok ? write() : free
    })

  async function addWithSecrets(record: NewPlatform, set: CredentialChange['set']) {
    const place = { owner: record.user_id, platform_id: record.platform_id }
    const definition = PLATFORM_DEFINITIONS[record.platform_type]
    return alone(place, async () => {
      const taken = await checkName(store, record.user_id, record.name, null)
      if (!taken.ok) return taken
      const saved = await withSecrets(deps, place, definition, { set, clear: [] }, known =>
        named(record.user_id, record.name, null, () =>
          add({ ...record, credential_fields: credentialFields(definition, known) }),
        ),
      )
      if (await removals.isWaiting(place)) await removals.settle(place)
      return saved
    })
  }

  return {
    async 'platforms.create'(input, { user_id }) {
      const { content, credentials } = splitInput(input)
      const record = {
        ...fresh(user_id, null),
        ...content,
        connection: UNTESTED,
        credential_fields: credentialFields(PLATFORM_DEFINITIONS[content.platform_type]),
        last_sync: null,
        sync_status: null,
      }
      return Object.keys(credentials).length > 0
        ? addWithSecrets(record, credentials)
        : named(user_id, record.name, null, () => add(record))
    },

    'platforms.update': ({ platform_id, expected_version, patch, change_note }, { user_id }) => {
      const place = { owner: user_id, platform_id }
      return alone(place, async () => {
        const found = await editable(store, user_id, platform_id, expected_version)
        if (!found.ok) return found
        const current = found.value
        const change = applyPlatformPatch(current, patch)
        if (!change.ok) return change
        const { content, connection, credentials } = change.value
        const note = change_note?.trim() || noteOf(current.platform_type, credentials)
        const renamed = nameKey(content.name) !== nameKey(current.name)
        if (renamed) {
          // Asked before the vault is touched, and again when the record is written.
          const free = await checkName(store, user_id, content.name, platform_id)
          if (!free.ok) return free
        }
        const secrets = isChange(credentials) ? 'changed' : 'same'
        const write = (credential_fields: Platform['credential_fields']) => {
          const commit = () =>
            commitNext(store, current, { ...content, connection, credential_fields }, note, secrets)
          return renamed ? named(user_id, content.name, platform_id, commit) : commit()
        }
        if (secrets === 'same') return write(current.credential_fields)
        const definition = PLATFORM_DEFINITIONS[current.platform_type]
        secretsChanged.add(place)
        return withSecrets(deps, place, definition, credentials, known =>
          write(credentialFields(definition, known)),
        )
      })
    },

    'platforms.setStatus': ({ platform_id, status, expected_version }, { user_id }) =>
      alone({ owner: user_id, platform_id }, async () => {
        const found = await editable(store, user_id, platform_id, expected_version)
        return found.ok ? commitNext(store, found.value, { status }, null) : found
      }),

    async 'platforms.duplicate'({ platform_id, name }, { user_id }) {
      const source = await readPlatform(store, user_id, platform_id)
      if (!source.ok) return source
      return naming(user_id, async () => {
        const taken = await namesTaken(store, user_id, null)
        if (!taken.ok) return taken
        const free = name === undefined ? ok(null) : freeName(name, taken.value)
        if (!free.ok) return free
        const copy = duplicatePlatform(source.value, taken.value)
        const note = `Copy of ${platform_id}, version ${source.value.version}`
        return add({ ...fresh(user_id, note), ...copy, name: name ?? copy.name })
      })
    },

    'platforms.restoreVersion': ({ platform_id, version, expected_version }, { user_id }) =>
      alone({ owner: user_id, platform_id }, async () => {
        const found = await editable(store, user_id, platform_id, expected_version)
        if (!found.ok) return found
        const old = await readPlatform(store, user_id, platform_id, version)
        if (!old.ok) return old
        const { name, status, notes, settings } = old.value
        const retest = PLATFORM_DEFINITIONS[old.value.platform_type].settings.some(
          ({ key }) => !sameJson(settings[key], found.value.settings[key]),
        )
        const connection = retest ? UNTESTED : found.value.connection
        return named(user_id, name, platform_id, () =>
          commitNext(
            store,
            found.value,
            { name, status, notes, settings, connection },
            `Restored version ${version}`,
          ),
        )
      }),
  }
}
