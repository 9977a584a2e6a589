// Saves what was decided about rows, and notes which of it stands in BigQuery.
import { ok, type Result } from '../../../../shared/errors.ts'
import { pacer } from '../../pace.ts'
import type { Numbers } from '../../store/face.ts'
import { revOf } from '../rows/rev.ts'
import type { OpenConflict } from './conflicts.ts'
import type { StandingDeps } from './standing.ts'
import { joined, withTable } from './state.ts'
import type { AnyPut, AnyRecord, SyncedEntity } from './versions.ts'

/** What is to be done with one row. `rev` is what BigQuery calls the version that the local ones then stand on. */
export type Decision = {
  id: string
  rev: string | null
  /** Versions to save, of which the first is the one in BigQuery. */
  puts: AnyPut[]
  /** A version here that turned out to be the one there. */
  same?: { seq: number; record: AnyRecord }
  ask?: OpenConflict
  /** Taken over as it is, and saved again so that it is sent: its revision there says nothing of its content. */
  renamed?: true
}

/** So many versions are saved as one commit: more would hold up other saves. */
const COMMIT = 100

/** In the order of the decisions, some at a time; `done` hears of each. Those before a refusal are carried out. */
export async function carryOut(
  deps: StandingDeps,
  entity: SyncedEntity,
  decisions: readonly Decision[],
  done: (decision: Decision) => void = () => {},
): Promise<Result<null>> {
  for (const some of commitsOf(decisions)) {
    const carried = await carryOutSome(deps, entity, some)
    if (!carried.ok) return carried
    some.forEach(done)
  }
  return ok(null)
}

function* commitsOf(decisions: readonly Decision[]): Generator<Decision[]> {
  let some: Decision[] = []
  let puts = 0
  for (const decision of decisions) {
    some.push(decision)
    puts += Math.max(1, decision.puts.length)
    if (puts < COMMIT) continue
    yield some
    ;[some, puts] = [[], 0]
  }
  if (some.length > 0) yield some
}

async function carryOutSome(
  { store, user_id, file, conflicts }: StandingDeps,
  entity: SyncedEntity,
  decisions: readonly Decision[],
): Promise<Result<null>> {
  const told: Numbers[] = []
  const puts = decisions.flatMap(decision => decision.puts)
  const committed = await store.commit(user_id, puts, { numbered: numbers => told.push(numbers) })
  if (!committed.ok) return committed
  const asked = await conflicts.putAll(decisions.flatMap(({ ask }) => ask ?? []))
  if (!asked.ok) return asked
  const fresh: Numbers[] = []
  const revs = { ...file.current.tables[entity].revs }
  const decided: string[] = []
  let next = told[0]?.[0] ?? 0
  let at = 0
  const pace = pacer()
  for (const { id, rev, puts: own, same, ask } of decisions) {
    await pace()
    if (ask) continue
    const stands = own.length > 0 ? { seq: next, record: committed.value[at] } : same
    if (stands?.record) {
      fresh.push([stands.seq, stands.seq])
      if (revOf(entity, stands.record) === rev) delete revs[id]
      else revs[id] = { seq: stands.seq, rev }
    }
    next += own.length
    at += own.length
    decided.push(id)
  }
  const removed = await conflicts.removeAll(entity, decided)
  if (!removed.ok) return removed
  return file.change(state => {
    const { pushed, pulled } = state.tables[entity]
    return withTable(state, entity, { pulled: joined([...pulled, ...fresh], pushed), revs })
  })
}

/** A save of one of them in the meantime ends the commit: so often all is looked at anew. */
const TRIES = 5

export async function tryingAnew<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  for (let left = TRIES; ; left--) {
    const done = await work()
    if (done.ok || done.error.code !== 'conflict' || left === 1) return done
  }
}
