// What was asked, in order: for tests to hold against what may be asked.
import type { Fault } from './faults.ts'
import type { Route } from './routes.ts'

export type Logged = {
  /** From 1. */
  n: number
  method: string
  path: string
  route: Route | null
  query: Readonly<Record<string, string>>
  /** Parsed JSON, an upload's metadata, or a form's fields. */
  body: unknown
  /** The media of an upload. */
  upload: Buffer | null
  principal: string | null
  fault: Fault | null
  /** Null until it was answered; `reset` where it never was. */
  status: number | 'reset' | null
  /** What was answered, if it was JSON; also what a cut connection lost. */
  answer: unknown
}
