// What a worker thread and its owner say to each other.
import type { TaskName } from './tasks.ts'

export type TaskRequest = { id: number; name: TaskName; input: unknown }
export type TaskReply =
  | { id: number; kind: 'output'; output: unknown }
  | { id: number; kind: 'message'; message: unknown }
  | { id: number; kind: 'error'; text: string }

/** The memory of typed arrays among a value's own fields, which may be moved. */
export function movable(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(field =>
    ArrayBuffer.isView(field) && field.buffer instanceof ArrayBuffer ? [field.buffer] : [],
  )
}
