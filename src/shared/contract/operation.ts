// How one operation is written down.
import type * as z from 'zod'

export type Operation = {
  input: z.ZodType
  output: z.ZodType
  /** Who answers: the core (through any door) or the desktop shell. */
  room: 'core' | 'shell'
  /** A read changes nothing. */
  effect: 'read' | 'write'
}

type Given<I, O> = { input: I; output: O }
export const read = <I extends z.ZodType, O extends z.ZodType>(given: Given<I, O>) =>
  ({ ...given, room: 'core', effect: 'read' }) as const
export const write = <I extends z.ZodType, O extends z.ZodType>(given: Given<I, O>) =>
  ({ ...given, room: 'core', effect: 'write' }) as const
export const shell = <I extends z.ZodType, O extends z.ZodType>(given: Given<I, O>) =>
  ({ ...given, room: 'shell', effect: 'write' }) as const
