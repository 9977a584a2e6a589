// What a failure says where more than one reason is possible: no more than is known, and what else to check.
import { expect, it } from 'vitest'
import type { FailureCause } from '../../../src/main/core/connectors/face.ts'
import { type HttpType, platformDoubles } from './support.ts'

const { test } = platformDoubles()

it.each<[HttpType, string, FailureCause, RegExp]>([
  [
    'the_trade_desk',
    'v9',
    'wrong_id',
    /Check the API version too: it is set to v9, and v3 is the usual one\.$/,
  ],
  ['google_ads', 'v9', 'wrong_id', /Check the API version too: it is set to v9, and v1 is the usual one\.$/],
  ['linkedin', '202001', 'wrong_version', /LinkedIn serves now, such as 202606, then test again\.$/],
])('%s in version %s is told that the version may be the reason', async (type, api_version, cause, hint) => {
  expect(await test(type, { api_version })).toMatchObject({
    cause,
    error: { hint: expect.stringMatching(hint) },
  })
})

it('the usual version is not doubted', async () => {
  const verdict = await test('the_trade_desk', { advertiser_id: 'zzz' })
  expect(verdict.state === 'failed' && verdict.error.hint).not.toContain('version')
})

it('a region of Amazon that could not be asked is not said to have nothing', async () => {
  const failing: typeof fetch = (input, init) =>
    new Headers(init?.headers).get('x-original-host') === 'advertising-api-fe.amazon.com'
      ? Promise.resolve(Response.json({}, { status: 503 }))
      : fetch(input, init)
  const verdict = await test('amazon_dsp', { profile_id: '1' }, { fetch: failing })
  expect(verdict).toMatchObject({
    cause: 'wrong_id',
    error: { message: expect.stringContaining('not all other regions could be asked') },
  })
})
