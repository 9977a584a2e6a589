// A request on its way through the double, and the answer to it.
import type { ZodType } from 'zod'
import { invalid } from './errors.ts'
import type { Fault } from './faults.ts'
import type { Upload } from './uploads.ts'

export type Call = {
  method: string
  /** As it was asked for. */
  path: string
  query: URLSearchParams
  /** The variable parts of the path by name. */
  parts: Readonly<Record<string, string>>
  headers: Readonly<Record<string, string>>
  /** JSON, or the metadata of an upload; null where there is none. */
  body: unknown
  upload: Upload | null
  principal: string
  /** Of the kinds that jobs know. */
  fault: Fault | null
}

export type Answer = { status: number; json?: unknown; headers?: Readonly<Record<string, string>> }

export const ok = (json: unknown): Answer => ({ status: 200, json })
export const EMPTY: Answer = { status: 204 }

/** Throws `invalid` with the first bad field, as a request is refused that isn't well formed. */
export function parseBody<T>(schema: ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw invalid(`Invalid JSON payload received. ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}

export function part(call: Call, name: string): string {
  const found = call.parts[name]
  if (found === undefined) throw new Error(`The route has no part ${name}`)
  return found
}
