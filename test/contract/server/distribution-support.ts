// What the tests of the distribution calls share: a server over a scripted core, a run, and what a refusal looks like.
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { Plan } from '../../../src/shared/contract/distributions.ts'
import type { CoreOperation } from '../../../src/shared/contract.ts'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import { ok } from '../../../src/shared/errors.ts'
import { parseInput } from '../../../src/shared/parse.ts'
import { distributionOf } from '../../unit/delivery/support.ts'
import { type Door, PROFILE, type Send, startServer } from './support.ts'

export const PAIR = { audience_id: 'aud_1', platform_id: 'plat_1' }

export const refusedFor = (path: string) => ({
  status: 400,
  body: { success: false, code: 'validation_failed', details: { fields: [{ path }] } },
})

export const run = (change: Partial<Distribution> = {}): Distribution =>
  distributionOf({ user_id: PROFILE, status: 'matching', ...change })

export const summary = ({ match_results, error_details, metadata, ...record }: Distribution) => ({
  ...record,
  ...match_results,
  happens_at: record.created_at,
  approval_status: metadata.approval_status ?? null,
})

/** One run for each pair of a plan that the contract takes. */
function plannedBy(input: unknown) {
  const plan = parseInput(Plan, input)
  if (!plan.ok) return plan
  const { audience_ids, platform_ids } = plan.value
  const pairs = audience_ids.flatMap(audience_id =>
    platform_ids.map(platform_id => ({ audience_id, platform_id })),
  )
  const distributions = pairs.map(({ audience_id, platform_id }) =>
    summary(
      run({
        distribution_id: `dist_${audience_id}_${platform_id}`,
        audience_id,
        platform_id,
        status: 'scheduled',
      }),
    ),
  )
  return ok({ distributions })
}

/** A server for the tests of a file. Its core finds every run and saves every plan, unless a test says otherwise. */
export function distributionDoor() {
  let door: Door
  beforeAll(async () => {
    door = await startServer()
  })
  afterAll(() => door.stop())
  beforeEach(() => {
    door.core.calls.length = 0
    door.core.answer = { 'distributions.get': () => ok(run()), 'distributions.create': plannedBy }
  })

  return {
    core: () => door.core,
    async send(path: string, what: Send = {}) {
      const { body } = what
      const text = typeof body === 'object' ? JSON.stringify(body) : body
      const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }
      const reply = await door.send(`/api/distributions${path}`, {
        ...what,
        headers: { ...length, ...what.headers },
      })
      return { status: reply.status, body: reply.json() as Record<string, unknown>, text: reply.text }
    },
    inputs: (operation: CoreOperation) =>
      door.core.calls.filter(call => call.operation === operation).map(call => call.input),
  }
}
