// The worker thread's side: runs the tasks it is sent, one after another.
import { parentPort } from 'node:worker_threads'
import { movable, type TaskReply, type TaskRequest } from './protocol.ts'
import { isTask, type Task, tasks } from './tasks.ts'

export function serveTasks() {
  const port = parentPort
  if (!port) throw new Error('The worker entry must be run as a worker thread')
  const reply = (message: TaskReply, moved: ArrayBuffer[] = []) => port.postMessage(message, moved)
  let queue: Promise<void> = Promise.resolve()

  async function run({ id, name, input }: TaskRequest) {
    try {
      if (!isTask(name)) throw new Error(`There is no task ${String(name)}`)
      // The sender's types fit: both sides are typed by the same table of tasks.
      const task = tasks[name] as Task<unknown, unknown, unknown>
      const output = await task(input, {
        post: message => reply({ id, kind: 'message', message }),
        breathe: () => undefined,
      })
      reply({ id, kind: 'output', output }, movable(output))
    } catch (error) {
      reply({
        id,
        kind: 'error',
        text: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
    }
  }
  port.on('message', (request: TaskRequest) => {
    queue = queue.then(() => run(request))
  })
}
