// The pure CPU work that may run off the event loop, by name. Nothing here may load a native module.
import { revsOfBatch, rowsOfBatch } from '../bigquery/sync/prepare-batch.ts'
import { readRows } from '../bigquery/sync/read-rows.ts'
import { formatBatch } from '../exports/format-batch.ts'
import { prepareBatch } from '../imports/prepare-batch.ts'
import { mapBatch } from '../migration/map-batch.ts'

export type TaskContext<Message = never> = {
  post(message: Message): void
  /** To be awaited between steps: lets the event loop run when the work shares it. Undefined when there is no need. */
  breathe(): Promise<void> | undefined
}
/** Typed arrays among the input's and the output's own fields are moved between threads, not copied: they must own their memory. */
export type Task<Input, Output, Message = never> = (
  input: Input,
  context: TaskContext<Message>,
) => Promise<Output>

export const tasks = {
  'audiences.prepare': prepareBatch,
  'exports.rows': formatBatch,
  'migration.map': mapBatch,
  'push.revs': revsOfBatch,
  'push.rows': rowsOfBatch,
  'pull.rows': readRows,
}

export type Tasks = typeof tasks
export type TaskName = keyof Tasks
export type TaskInput<N extends TaskName> = Parameters<Tasks[N]>[0]
export type TaskOutput<N extends TaskName> = Awaited<ReturnType<Tasks[N]>>
export type TaskMessage<N extends TaskName> = Parameters<Parameters<Tasks[N]>[1]['post']>[0]

export const isTask = (name: unknown): name is TaskName =>
  typeof name === 'string' && Object.hasOwn(tasks, name)
