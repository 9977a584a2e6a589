// Runs CPU work off the event loop: in worker threads of the built program, or in short slices when run from sources.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type Fail, fail, ok, type Result } from '../../../shared/errors.ts'
import { movable, type TaskReply, type TaskRequest } from './protocol.ts'
import {
  type Task,
  type TaskInput,
  type TaskMessage,
  type TaskName,
  type TaskOutput,
  tasks,
} from './tasks.ts'

/** The longest that work on the event loop keeps others waiting. */
const SLICE_MS = 8
const MAX_HEAP_MB = 512

type RunOptions<N extends TaskName> = { onMessage?: (message: TaskMessage<N>) => void }
export type TaskPool = {
  /** How many tasks are worth having under way. */
  width: number
  run<N extends TaskName>(
    name: N,
    input: TaskInput<N>,
    options?: RunOptions<N>,
  ): Promise<Result<TaskOutput<N>>>
  /** Ends the threads; what still runs is answered `cancelled`. */
  close(): Promise<void>
}

/** The built worker lies beside the program's entries; this code may be in an entry or in a chunk one folder below. */
function workerFile(): string | null {
  if (import.meta.url.endsWith('.ts')) return null
  const places = ['./core-worker.js', '../core-worker.js'].map(path =>
    fileURLToPath(new URL(path, import.meta.url)),
  )
  return places.find(path => existsSync(path)) ?? null
}

const cancelled = (): Fail => fail('cancelled', 'The work was cancelled')

/** `threads` 0 runs everything in slices on this event loop, and so does a program without its built worker. */
export function openTasks(threads: number, signal?: AbortSignal): TaskPool {
  const file = threads > 0 ? workerFile() : null
  return file ? threaded(file, threads, signal) : sliced(signal)
}

/** One task on a thread of its own. Throws what the task throws. */
export async function runTask<N extends TaskName>(
  name: N,
  input: TaskInput<N>,
  options: RunOptions<N> & { signal?: AbortSignal } = {},
): Promise<Result<TaskOutput<N>>> {
  const pool = openTasks(1, options.signal)
  try {
    return await pool.run(name, input, options)
  } finally {
    await pool.close()
  }
}

class Cancelled extends Error {}

function sliced(signal?: AbortSignal): TaskPool {
  let closed = false
  let sliceStart = performance.now()
  const stopped = () => closed || signal?.aborted === true
  async function nextSlice() {
    await new Promise(resolve => setImmediate(resolve))
    sliceStart = performance.now()
    if (stopped()) throw new Cancelled()
  }
  return {
    width: 1,
    async run(name, input, options) {
      try {
        await nextSlice()
        // The table of tasks types name and input together; TypeScript can't follow that through the index.
        const task = tasks[name] as Task<unknown, unknown, unknown>
        const output = await task(input, {
          post: message => options?.onMessage?.(message as never),
          breathe: () => (performance.now() - sliceStart < SLICE_MS ? undefined : nextSlice()),
        })
        return stopped() ? cancelled() : ok(output as never)
      } catch (error) {
        if (error instanceof Cancelled) return cancelled()
        throw error
      }
    },
    async close() {
      closed = true
    },
  }
}

type Waiting = {
  resolve(result: Result<unknown>): void
  reject(error: Error): void
  onMessage: ((message: never) => void) | undefined
}

function openThread(file: string) {
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } })
  const waiting = new Map<number, Waiting>()
  let last = 0
  let gone: Fail | null = null

  function endAll(reason: Fail) {
    gone ??= reason
    for (const { resolve } of waiting.values()) resolve(gone)
    waiting.clear()
  }
  const died = (text: string) =>
    endAll(
      fail('internal', 'A background thread of the application stopped unexpectedly', {
        hint: 'Nothing was changed. Try again with a smaller file.',
        details: { reason: text },
      }),
    )
  worker.on('error', error => died(error.message))
  worker.on('exit', code => died(`exit code ${code}`))
  worker.on('message', (reply: TaskReply) => {
    const entry = waiting.get(reply.id)
    if (!entry) return
    if (reply.kind === 'message') return entry.onMessage?.(reply.message as never)
    waiting.delete(reply.id)
    if (reply.kind === 'output') entry.resolve(ok(reply.output))
    else entry.reject(new Error(`A task failed: ${reply.text}`))
  })
  return {
    load: () => waiting.size,
    run(name: TaskName, input: unknown, onMessage: Waiting['onMessage']): Promise<Result<unknown>> {
      if (gone) return Promise.resolve(gone)
      return new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject, onMessage })
        worker.postMessage({ id, name, input } satisfies TaskRequest, movable(input))
      })
    },
    async close() {
      endAll(cancelled())
      await worker.terminate()
    },
  }
}

function threaded(file: string, count: number, signal?: AbortSignal): TaskPool {
  const threads = Array.from({ length: count }, () => openThread(file))
  const close = async () => {
    signal?.removeEventListener('abort', close)
    await Promise.all(threads.map(thread => thread.close()))
  }
  signal?.addEventListener('abort', close)
  return {
    width: count * 2,
    async run(name, input, options) {
      if (signal?.aborted) return cancelled()
      const idlest = threads.reduce((best, thread) => (thread.load() < best.load() ? thread : best))
      return (await idlest.run(name, input, options?.onMessage)) as never
    },
    close,
  }
}
