// The second half of an import: everything that was checked and decided goes into the store in one commit.
import { ok, type Result } from '../../../shared/errors.ts'
import type { Directory } from '../profiles/directory.ts'
import type { BulkOptions, Store } from '../store/face.ts'
import type { AudiencePut } from './decide.ts'
import { groupsIn } from './lines.ts'
import type { StagedAudience } from './prepare.ts'
import type { Staging } from './staging.ts'

const AT_ONCE = 500
/** As many are one entry of the store's log; more become files of their own. */
const IN_ONE_ENTRY = 2_000

export type ToSave = {
  created: Staging
  /** Next versions of audiences that are there, as puts. */
  updated: Staging
  trashed: { count: number; groups(): AsyncGenerator<Result<AudiencePut[]>> }
  /** By how many the living become more. */
  more: number
}

async function* everyPut(
  created: readonly string[],
  updated: readonly string[],
  trashed: ToSave['trashed'],
): AsyncGenerator<Result<AudiencePut[]>> {
  for await (const records of groupsIn<StagedAudience>(created, AT_ONCE))
    yield ok(records.map(record => ({ entity: 'audience', expected: 'new', record })))
  for await (const puts of groupsIn<AudiencePut>(updated, AT_ONCE)) yield ok(puts)
  yield* trashed.groups()
}

async function gathered(groups: AsyncGenerator<Result<AudiencePut[]>>): Promise<Result<AudiencePut[]>> {
  const puts: AudiencePut[] = []
  for await (const group of groups) {
    if (!group.ok) return group
    puts.push(...group.value)
  }
  return ok(puts)
}

/** Answers how many records were written. */
export async function saveAll(
  { store, directory }: { store: Store; directory: Directory },
  user_id: string,
  { created, updated, trashed, more }: ToSave,
  options: BulkOptions,
): Promise<Result<number>> {
  const total = created.count() + updated.count() + trashed.count
  const room = <T>(write: () => Promise<Result<T>>) =>
    more > 0 ? directory.withRoom(user_id, more, write) : write()
  const staged = await created.seal()
  const others = (await updated.seal()).map(({ path }) => path)
  if (total === 0) return ok(0)
  // Records that are all new go in as they lie there, which is the fastest way.
  if (total === created.count()) return room(() => store.commitStaged(user_id, staged, options))
  const paths = staged.map(({ path }) => path)
  const groups = () => everyPut(paths, others, trashed)
  if (total > IN_ONE_ENTRY) return room(() => store.commitGroups(user_id, 'audience', groups(), options))
  const puts = await gathered(groups())
  if (!puts.ok) return puts
  const saved = await room(() => store.commit(user_id, puts.value, options))
  return saved.ok ? ok(saved.value.length) : saved
}
