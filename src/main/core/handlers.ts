// How an operation's handler is typed: the contract's input and output, and who asks.
import type { CoreOperation, OutputOf, ParsedInput } from '../../shared/contract.ts'
import type { Result } from '../../shared/errors.ts'
import type { Context } from './face.ts'

/** Operations that answer before anyone has signed in. */
export const OPEN_OPERATIONS = [
  'profiles.list',
  'profiles.create',
  'profiles.choose',
  'profiles.current',
  'profiles.update',
  'profiles.signOut',
  'workspace.info',
  'health.get',
] as const satisfies readonly CoreOperation[]
export type OpenOperation = (typeof OPEN_OPERATIONS)[number]

export type SignedIn = Context & { user_id: string }

export type Handler<N extends CoreOperation> = (
  input: ParsedInput<N>,
  context: N extends OpenOperation ? Context : SignedIn,
) => Promise<Result<OutputOf<N>>>

export type Handlers = { [N in CoreOperation]: Handler<N> }
/** The handlers of one group: `HandlersOf<'audiences'>`. */
export type HandlersOf<Group extends string> = Pick<Handlers, Extract<CoreOperation, `${Group}.${string}`>>
