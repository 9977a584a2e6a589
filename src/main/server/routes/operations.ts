// Every operation of the contract as one call each: what has no call of its own is reached by its name.
import type * as z from 'zod'
import { type CoreOperation, contract, isCoreOperation } from '../../../shared/contract.ts'
import { ok } from '../../../shared/errors.ts'
import { OPERATION_NAMES } from '../../../shared/operation-names.ts'
import { json } from '../route.ts'
import { wordsOf } from './operation-words.ts'

/**
 * A token speaks for one profile and can neither choose another nor make further tokens. A backup that is restored brings
 * all it holds, folders that accounts write to among it: that is for the desk.
 */
const NOT_FOR_TOKENS: ReadonlySet<CoreOperation> = new Set([
  'profiles.create',
  'profiles.choose',
  'profiles.signOut',
  'tokens.create',
  'tokens.revoke',
  'backups.restore',
])

export const TOKEN_OPERATIONS = OPERATION_NAMES.filter(isCoreOperation).filter(
  name => !NOT_FOR_TOKENS.has(name),
)

export const operationRoutes = TOKEN_OPERATIONS.map(name => {
  // Each has schemas of its own; here only that they are schemas is known.
  const { input, output, effect }: { input: z.ZodType; output: z.ZodType; effect: 'read' | 'write' } =
    contract[name]
  return json('post', `/api/operations/${name}`, {
    tag: 'Operations',
    summary: wordsOf(name),
    effect,
    passed: input,
    optional: true,
    answer: { value: output },
    async respond({ ask, body }) {
      const answer = await ask(name, body)
      return answer.ok ? ok({ value: answer.value }) : answer
    },
  })
})
