// The record of a platform takes every verdict as it comes, whatever the platform, the network or a person has written.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../src/main/core/connectors/face.ts'
import { CODE_OF, type Step } from '../../../src/main/core/connectors/failure.ts'
import { VERDICT_LIMITS, verdictOf } from '../../../src/main/core/connectors/verdict.ts'
import { PlatformConnection } from '../../../src/shared/domain/platform.ts'
import { ERROR_CODES } from '../../../src/shared/errors.ts'
import { NOW, run, VALID } from './support.ts'

const record = (verdict: Verdict) => ({
  state: verdict.state,
  tested_at: NOW.toISOString(),
  account_label: verdict.state === 'ok' ? verdict.account_label : null,
  checked: verdict.checked,
  error: verdict.state === 'ok' ? null : verdict.error,
})
function expectKept(verdict: Verdict) {
  expect(PlatformConnection.parse(record(verdict))).toEqual(record(verdict))
}

const failure = (message: string, hint: string): Step<null> => ({
  ok: false,
  failure: { cause: 'offline', message, hint },
})

/** Long, and with characters of two units, half ones, control characters and NUL. */
const words = fc
  .tuple(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('', 'x', '𝕏', '\ud800', '\u0000', '\n'),
    fc.nat(4_000),
  )
  .map(([start, unit, times]) => `A${start}${unit.repeat(times)}`)

describe('whatever the words, the record takes them as they are', () => {
  it('of a good verdict', () => {
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 3 }), (label, found) =>
        expectKept(verdictOf({ ok: true, value: label }, found, new Set())),
      ),
    )
  })

  it('of a bad one, also where hiding a secret makes them longer', () => {
    fc.assert(
      fc.property(words, words, (message, hint) =>
        expectKept(verdictOf(failure(message, hint), [message], new Set(['xxxxxx']))),
      ),
    )
  })
})

it.each([
  ['an emoji', '😀', `${'😀'.repeat(249)}…`],
  ['a letter', 'é', `${'é'.repeat(499)}…`],
])('a label of 600 times %s is cut after a whole character', (_what, unit, label) => {
  expect(verdictOf({ ok: true, value: unit.repeat(600) }, [], new Set())).toMatchObject({
    account_label: label,
  })
})

it('a text of exactly the limit is left whole', () => {
  const label = 'n'.repeat(VERDICT_LIMITS.account_label)
  expect(verdictOf({ ok: true, value: label }, [], new Set())).toMatchObject({ account_label: label })
})

it('a secret is hidden before the text is cut, so that no part of it is left at the end', () => {
  const secret = 'secret-0123456789'
  const value = `${'n'.repeat(VERDICT_LIMITS.account_label - 8)}${secret}`
  const verdict = verdictOf({ ok: true, value }, [], new Set([secret]))
  expect(JSON.stringify(verdict)).not.toContain('secret-')
})

it('every cause has a code of the application, short enough for the record', () => {
  for (const code of Object.values(CODE_OF)) {
    expect(ERROR_CODES).toContain(code)
    expect(code.length).toBeLessThanOrEqual(100)
  }
})

it('an account whose name and host are of absurd length', async () => {
  const named: typeof fetch = async () => Response.json({ name: '𝕏'.repeat(100_000), account_status: 1 })
  expectKept(await run('meta', VALID.meta, { fetch: named }))
  const host = `${'a'.repeat(1_900)}.example`
  const refusing: typeof fetch = async () => new Response(null, { status: 200 })
  for (const answer of [refusing, async () => Promise.reject(new Error('no'))])
    expectKept(await run('webhook', { ...VALID.webhook, url: `https://${host}/` }, { fetch: answer }))
})
