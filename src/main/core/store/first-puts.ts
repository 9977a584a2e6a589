// Looks how many puts a stream of them holds, so that few are saved like any others.
import { ok, type Result } from '../../../shared/errors.ts'
import type { Entity, Put, PutGroups } from './face.ts'

/** All puts where there are at most `limit`; else `all` gives those taken and then the rest. */
export async function firstPuts<E extends Entity>(
  groups: PutGroups<E>,
  limit: number,
): Promise<{ puts: Result<readonly Put<E>[]>; all: PutGroups<E> | null }> {
  const rest = groups[Symbol.asyncIterator]()
  const puts: Put<E>[] = []
  while (puts.length <= limit) {
    const next = await rest.next()
    if (next.done) return { puts: ok(puts), all: null }
    if (!next.value.ok) {
      await rest.return?.()
      return { puts: next.value, all: null }
    }
    puts.push(...next.value.value)
  }
  async function* all() {
    try {
      yield ok(puts)
      for (;;) {
        const next = await rest.next()
        if (next.done) return
        yield next.value
      }
    } finally {
      await rest.return?.()
    }
  }
  return { puts: ok(puts), all: all() }
}
