// Changing one audience: create, edit, status, copy, trash and back, and an old version made new again.
import { type Audience, AudienceInput } from '../../../shared/domain/audience.ts'
import {
  applyPatch,
  canMoveStatus,
  contentOf,
  copyName,
  type SettledContent,
  settle,
} from '../../../shared/domain/audience-rules.ts'
import { newId } from '../../../shared/domain/ids.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { Handlers } from '../handlers.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Store } from '../store/face.ts'
import { nowText } from '../time.ts'
import { editAudience } from './edit.ts'
import { readAudience } from './read.ts'
import { illegalMove } from './refusals.ts'

type Writes = Pick<
  Handlers,
  | 'audiences.create'
  | 'audiences.update'
  | 'audiences.setStatus'
  | 'audiences.duplicate'
  | 'audiences.delete'
  | 'audiences.undelete'
  | 'audiences.restoreVersion'
>

export function createWrites({ store, directory }: { store: Store; directory: Directory }): Writes {
  const create = (
    user_id: string,
    content: SettledContent,
    change_note: string | null,
  ): Promise<Result<Audience>> =>
    directory.withRoom(user_id, 1, async () => {
      const now = nowText()
      const record = {
        audience_id: newId('audience'),
        ...content,
        user_id,
        created_at: now,
        updated_at: now,
        deleted: false,
        changed_by: user_id,
        change_note,
      }
      const written = await store.commit(user_id, [{ entity: 'audience', record, expected: 'new' }])
      return written.ok ? ok({ ...record, version: 1 }) : written
    })

  /** Names that a copy would clash with. Names needn't be unique, so the first few hundred will do. */
  async function copiesOf(user_id: string, name: string): Promise<Result<ReadonlySet<string>>> {
    const found = await store.list('audience', user_id, {
      search: `${name.replace(/ \(copy(?: \d+)?\)$/, '').slice(0, 150)} (copy`,
      where: [{ column: 'deleted', is: 'one_of', values: [false] }],
      sort: { by: 'name', direction: 'asc' },
      limit: 500,
    })
    return found.ok ? ok(new Set(found.value.items.map(audience => audience.name))) : found
  }

  return {
    'audiences.create': (input, { user_id }) => create(user_id, settle(input), null),

    'audiences.update': ({ audience_id, expected_version, patch, change_note }, { user_id }) =>
      editAudience(store, {
        user_id,
        audience_id,
        expected_version,
        decide(current) {
          const whole = parseInput(AudienceInput, applyPatch(contentOf(current), patch))
          if (!whole.ok) return whole
          if (!canMoveStatus(current.status, whole.value.status))
            return illegalMove(current.status, whole.value.status)
          return ok({ content: settle(whole.value), note: change_note ?? null })
        },
      }),

    'audiences.setStatus': ({ audience_id, status, expected_version }, { user_id }) =>
      editAudience(store, {
        user_id,
        audience_id,
        expected_version,
        decide: current =>
          canMoveStatus(current.status, status)
            ? ok({ content: { ...contentOf(current), status } })
            : illegalMove(current.status, status),
      }),

    async 'audiences.duplicate'({ audience_id, name }, { user_id }) {
      const source = await readAudience(store, user_id, audience_id)
      if (!source.ok) return source
      const taken = name === undefined ? await copiesOf(user_id, source.value.name) : ok(new Set<string>())
      if (!taken.ok) return taken
      const copy = name ?? copyName(source.value.name, taken.value)
      const content = { ...contentOf(source.value), name: copy, status: 'draft' as const }
      return create(user_id, content, `Copy of ${audience_id}, version ${source.value.version}`)
    },

    'audiences.delete': ({ audience_id, expected_version }, { user_id }) =>
      editAudience(store, {
        user_id,
        audience_id,
        expected_version,
        trash_too: true,
        decide: () => ok({ deleted: true }),
      }),

    async 'audiences.undelete'({ audience_id }, { user_id }) {
      const current = await readAudience(store, user_id, audience_id)
      if (!current.ok || !current.value.deleted) return current
      const restore = () =>
        editAudience(store, {
          user_id,
          audience_id,
          trash_too: true,
          decide: () => ok({ deleted: false }),
        })
      return directory.withRoom(user_id, 1, restore)
    },

    'audiences.restoreVersion': ({ audience_id, version, expected_version }, { user_id }) =>
      editAudience(store, {
        user_id,
        audience_id,
        expected_version,
        async decide() {
          const old = await readAudience(store, user_id, audience_id, version)
          if (!old.ok) return old
          return ok({ content: contentOf(old.value), note: `Restored version ${version}` })
        },
      }),
  }
}
