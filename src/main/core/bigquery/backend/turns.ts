// Who may write what when: saves and reads of BigQuery of one profile's records of one kind follow each other.
import { createSerial } from '../../serial.ts'
import type { Entity } from '../../store/face.ts'

export type Turns = ReturnType<typeof createTurns>

/**
 * A read that began before a save was confirmed holds an older row than is known by then: `since` tells, so that the read
 * leaves it out. The next one brings what came after.
 */
export function createTurns() {
  const serial = createSerial()
  const known = new Map<string, number>()
  let count = 0
  const keyOf = (entity: Entity, id: string) => `${entity} ${id}`
  return {
    /** Alone with these records of an owner. */
    alone<T>(owner: string, entities: readonly Entity[], work: () => Promise<T>): Promise<T> {
      // In one order, so that two never wait for each other.
      return [...entities].sort().reduce((inner, entity) => () => serial(`${entity} ${owner}`, inner), work)()
    },
    mark: () => count,
    /** What BigQuery has of this record is known now. */
    note(entity: Entity, id: string) {
      count += 1
      known.set(keyOf(entity, id), count)
    },
    since: (mark: number, entity: Entity, id: string) => (known.get(keyOf(entity, id)) ?? 0) > mark,
    /** No read is under way that began before. */
    forget: () => known.clear(),
  }
}
