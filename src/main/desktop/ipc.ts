// One handler for each operation: is the caller ours, is the input right, then the core or the shell answers.
import {
  type CoreOperation,
  contract,
  isCoreOperation,
  type OutputOf,
  type ParsedInput,
  type ShellOperation,
} from '../../shared/contract.ts'
import { User } from '../../shared/domain/user.ts'
import { fail, type Result } from '../../shared/errors.ts'
import { OPERATION_NAMES, type OperationName } from '../../shared/operation-names.ts'
import { parseInput } from '../../shared/parse.ts'
import type { Context } from '../core/face.ts'
import { checkSender, type SenderEvent, type Trusted } from './sender.ts'
import type { Session } from './session.ts'

/** Proof by type that the shell answers every operation of its room. */
export type ShellHandlers = {
  [N in ShellOperation]: (input: ParsedInput<N>) => Promise<Result<OutputOf<N>>>
}

export type IpcParts = {
  /** `ipcMain.handle`. */
  handle(channel: OperationName, listener: (event: SenderEvent, ...args: unknown[]) => unknown): void
  trusted: Trusted
  session: Session
  core(operation: CoreOperation, input: unknown, context: Context): Promise<Result<unknown>>
  shell: ShellHandlers
  log(message: string, error: unknown): void
}

/**
 * The session follows what the core answered, so that only a profile that exists can be signed in. `asked` is who was
 * signed in when the question was put: an answer that was overtaken by a sign-in says nothing about the new one.
 */
function followSession(
  session: Session,
  operation: CoreOperation,
  asked: string | null,
  result: Result<unknown>,
): void {
  if (!result.ok) return
  switch (operation) {
    case 'profiles.create':
    case 'profiles.choose':
      session.change(User.parse(result.value).user_id)
      return
    case 'profiles.signOut':
      session.change(null)
      return
    case 'profiles.current':
      // The workspace no longer knows the one who was signed in.
      if (result.value === null && asked === session.userId()) session.change(null)
      return
    default:
      return
  }
}

async function askCore(parts: IpcParts, operation: CoreOperation, raw: unknown): Promise<Result<unknown>> {
  const parsed = parseInput(contract[operation].input, raw)
  if (!parsed.ok) return parsed
  const context = parts.session.context()
  const result = await parts.core(operation, parsed.value, context)
  followSession(parts.session, operation, context.user_id, result)
  return result
}

async function askShell<N extends ShellOperation>(handlers: ShellHandlers, name: N, raw: unknown) {
  const parsed: Result<unknown> = parseInput(contract[name].input, raw)
  // Parsed by this operation's own schema, which the compiler can't follow through the generic.
  return parsed.ok ? handlers[name](parsed.value as ParsedInput<N>) : parsed
}

const isShellOperation = (name: OperationName): name is ShellOperation => !isCoreOperation(name)

export function registerOperations(parts: IpcParts): void {
  for (const name of OPERATION_NAMES)
    parts.handle(name, async (event, raw) => {
      const trusted = checkSender(event, parts.trusted)
      if (!trusted.ok) return trusted
      try {
        return isShellOperation(name)
          ? await askShell(parts.shell, name, raw)
          : await askCore(parts, name, raw)
      } catch (error) {
        const id = crypto.randomUUID()
        parts.log(`${name} failed (${id})`, error)
        return fail('internal', 'Something went wrong in the app', {
          hint: 'Try again. If it happens again, open the log folder from the Help menu.',
          details: { id },
        })
      }
    })
}
