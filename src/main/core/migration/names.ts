// Names of platforms are unique in a profile: a migrated one that is taken gets the next free one. Pure.
import { copyName } from '../../../shared/domain/audience-rules.ts'
import { PLATFORM_LIMITS } from '../../../shared/domain/platform.ts'
import { nameKey } from '../../../shared/domain/platform-rules.ts'

/** `taken`: by name key, the id of the platform that has it. It is added to. */
export function freeNameFor(taken: Map<string, string>, id: string, name: string): string {
  const isFree = (candidate: string) => (taken.get(nameKey(candidate)) ?? id) === id
  const free = isFree(name) ? name : copyName(name, { has: one => !isFree(one) }, PLATFORM_LIMITS.name)
  taken.set(nameKey(free), id)
  return free
}
