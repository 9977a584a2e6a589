// The gate that every request passes: known operation, signed in, valid input, and no bug shown to the caller.
import { type CoreOperation, contract, isCoreOperation, isOperation } from '../../shared/contract.ts'
import { fail, type Result } from '../../shared/errors.ts'
import { parseInput } from '../../shared/parse.ts'
import type { Context, Core } from './face.ts'
import { type Handlers, OPEN_OPERATIONS } from './handlers.ts'
import { internalError, type Log } from './log/log.ts'

const OPEN: ReadonlySet<string> = new Set(OPEN_OPERATIONS)

type Options = {
  handlers: Handlers
  log: Log
  /** Also check what handlers answer against the contract: in tests and development, where the time doesn't matter. */
  check_outputs: boolean
}

export function createInvoke({ handlers, log, check_outputs }: Options): Core['invoke'] {
  async function answer(
    operation: CoreOperation,
    input: unknown,
    context: Context,
  ): Promise<Result<unknown>> {
    if (context.user_id === null && !OPEN.has(operation))
      return fail('unauthorized', 'Nobody is signed in', { hint: 'Choose a profile first.' })
    const parsed = parseInput(contract[operation].input, input)
    if (!parsed.ok) return parsed
    // The table's type has matched each name with its input and its context; here only the name is known.
    const handler = handlers[operation] as (input: unknown, context: Context) => Promise<Result<unknown>>
    const result = await handler(parsed.value, context)
    if (check_outputs && result.ok) contract[operation].output.parse(result.value)
    return result
  }

  return async (operation, input, context) => {
    const name: unknown = operation
    if (!isOperation(name) || !isCoreOperation(name))
      return fail('unsupported', 'There is no such operation', { hint: 'Update the application that asks.' })
    const started = performance.now()
    let result: Result<unknown>
    try {
      result = await answer(name, input, context)
    } catch (error) {
      result = internalError(log, name, error)
    }
    const ms = Math.round((performance.now() - started) * 10) / 10
    const fields = {
      operation: name,
      door: context.door,
      user_id: context.user_id,
      ms,
      request_id: context.request_id,
    }
    if (!result.ok) log.info('operation.refused', { ...fields, code: result.error.code })
    else if (contract[name].effect === 'write') log.info('operation', fields)
    else log.debug('operation', fields)
    return result
  }
}
