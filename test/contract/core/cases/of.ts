// What a file of cases holds: one input that succeeds for each operation of its groups. The compiler misses one left out.
import type { CoreOperation, InputOf } from '../../../../src/shared/contract.ts'
import type { Env } from '../env.ts'

type Case<N extends CoreOperation> = (env: Env) => InputOf<N> | Promise<InputOf<N>>

/** Of `audiences`, say: those of all operations that are called `audiences.…`. */
export type CasesOf<Group extends string> = { [N in Extract<CoreOperation, `${Group}.${string}`>]: Case<N> }
/** Of every operation of the core. */
export type Cases = { [N in CoreOperation]: Case<N> }

export const none = () => ({})
