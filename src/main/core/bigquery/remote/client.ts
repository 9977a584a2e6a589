// The one place that calls Google's client: each call once, bounded in time, its answer checked.
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { BigQuery } from '@google-cloud/bigquery'
import type { z } from 'zod'
import type { Target } from '../face.ts'
import type { Auth } from '../sign-in/face.ts'
import { Job } from './answers.ts'
import { Cancelled, Foreign, Late, NoFile, Unreadable } from './seen.ts'

export type Call = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below `projects/<project>`. */
  path: string
  query?: Readonly<Record<string, string | number | boolean>>
  body?: object
}

export type Upload = { job_id: string; table: string; file: string; fields: readonly object[] }

export interface Client {
  call<T extends z.ZodType>(call: Call, schema: T, signal?: AbortSignal): Promise<z.output<T>>
  /** Sends a Parquet file as a load job into a table of the staging dataset, replacing its rows. */
  upload(what: Upload, signal?: AbortSignal): Promise<Job>
}

export type ClientOptions = {
  target: Target
  auth: Auth
  endpoint?: string | undefined
  /** Milliseconds for an answer; for an upload, without any progress. */
  timeout_ms?: number
}

/**
 * Google's client can neither be aborted nor has it time limits: a call that takes too long is left to itself, and what
 * it did all the same is found by its job id.
 */
async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (alive: () => void) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw new Cancelled()
  let leave = (_why: Error) => {}
  const left = new Promise<never>((_, reject) => {
    leave = reject
  })
  const late = () => leave(new Late())
  const abort = () => leave(new Cancelled())
  let timer = setTimeout(late, ms)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(late, ms)
  }
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work(alive), left])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

function parsed<T extends z.ZodType>(schema: T, answer: unknown): z.output<T> {
  const { success, data } = schema.safeParse(answer)
  if (!success) throw typeof answer === 'object' ? new Unreadable('an answer') : new Foreign()
  return data
}

export function createClient(options: ClientOptions): Client {
  const { target, auth, endpoint, timeout_ms = 60_000 } = options
  let made: Promise<BigQuery> | undefined
  // Loading the client takes some tenths of a second: not before somebody pushes.
  const client = () => {
    made ??= import('@google-cloud/bigquery').then(
      ({ BigQuery }) =>
        new BigQuery({
          projectId: target.project,
          location: target.location,
          authClient: auth.client,
          // Tries again are ours: the client's would neither keep to our time nor know of lost answers.
          retryOptions: { autoRetry: false, maxRetries: 0 },
          ...(endpoint && { apiEndpoint: endpoint }),
        }),
    )
    return made
  }

  return {
    async call({ method, path, query, body }, schema, signal) {
      const bigquery = await client()
      const request = {
        method,
        uri: path,
        ...(query && { qs: query }),
        // As text: in an object the client would replace each `{{projectId}}`, also one that an analyst wrote.
        ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      }
      const answer = await within(
        timeout_ms,
        signal,
        () =>
          new Promise<unknown>((resolve, reject) => {
            bigquery.request(request, (error, answer) => (error ? reject(error) : resolve(answer)))
          }),
      )
      return parsed(schema, answer)
    },

    async upload({ job_id, table, file, fields }, signal) {
      const bigquery = await client()
      // The client waits for ever for a file that isn't there.
      const handle = await open(file).catch(error => {
        throw new NoFile(String(Reflect.get(Object(error), 'code')))
      })
      const { project, location, staging_dataset } = target
      const stream = bigquery
        .dataset(staging_dataset, { projectId: project, location })
        .table(table, { location })
        // The public one polls the job twice a second by itself.
        .createWriteStream_({
          jobId: job_id,
          sourceFormat: 'PARQUET',
          schema: { fields: [...fields] },
          createDisposition: 'CREATE_IF_NEEDED',
          writeDisposition: 'WRITE_TRUNCATE',
        })
      try {
        return await within(timeout_ms, signal, async alive => {
          stream.on('progress', alive)
          const answered = new Promise<unknown>((resolve, reject) => {
            stream.once('job', job => resolve(Reflect.get(Object(job), 'metadata')))
            stream.on('error', reject)
          })
          const [answer] = await Promise.all([
            answered,
            pipeline(handle.createReadStream({ autoClose: false }), stream),
          ])
          return parsed(Job, answer)
        })
      } finally {
        stream.destroy()
        await handle.close()
      }
    },
  }
}
