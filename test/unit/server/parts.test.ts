// The server's small parts: tokens, file names, and steps run a few at a time.
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { mapConcurrently } from '../../../src/main/core/concurrent.ts'
import { refuse } from '../../../src/main/server/answers.ts'
import { readJson } from '../../../src/main/server/body.ts'
import { safeFileName } from '../../../src/main/server/routes/uploads.ts'
import { bearerOf, runToken, sameToken } from '../../../src/main/server/token.ts'

describe('a JSON body', () => {
  const app = new Hono().post('/', async c => {
    const read = await readJson(c)
    return read.ok ? c.json(read.value) : refuse(c, read)
  })
  app.onError((_error, c) => c.body(null, 500))
  const body = () =>
    new ReadableStream({
      pull: controller => controller.error(new Error('aborted')),
    })
  const init = { method: 'POST', duplex: 'half', headers: { 'content-type': 'application/json' } }

  it('that its sender breaks off is no bug', async () => {
    const gone = AbortSignal.abort()
    const request = new Request('http://127.0.0.1/', { ...init, body: body() } as RequestInit)
    Object.defineProperty(request, 'signal', { value: gone })
    const answer = await app.fetch(request)
    expect([answer.status, await answer.json()]).toMatchObject([409, { error: { code: 'cancelled' } }])
  })

  it('that can’t be read for another reason is one', async () => {
    const answer = await app.fetch(new Request('http://127.0.0.1/', { ...init, body: body() } as RequestInit))
    expect(answer.status).toBe(500)
  })
})

describe('the token of a run', () => {
  const made = () => {
    const token = runToken(undefined)
    if (!token.ok) throw new Error(token.error.message)
    return token.value
  }

  it('has 256 random bits', () => {
    const tokens = new Set(Array.from({ length: 100 }, made))
    expect(tokens.size).toBe(100)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  it('is the given one when that is long enough', () => {
    const given = 'scheduler.of-the_retail~team.0123456789'
    expect(runToken(given)).toEqual({ ok: true, value: given })
    expect(sameToken(given, given)).toBe(true)
  })

  it.each([
    'letmein',
    'x'.repeat(31),
    'with a space in it and long enough to pass',
    `${'x'.repeat(40)}#`,
    `${'x'.repeat(40)}\n`,
  ])('is not %j, and the refusal doesn’t repeat it', given => {
    const token = runToken(given)
    expect(token).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
    expect(JSON.stringify(token)).not.toContain(given)
  })

  it('is compared whole', () => {
    const token = made()
    const carries = (header: string | undefined) => sameToken(bearerOf(header) ?? '', token)
    expect(carries(`bearer  ${token}`)).toBe(true)
    const wrong = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      token,
      `Basic ${token}`,
      `Bearer ${token}x`,
      `Bearer ${token} x`,
    ]
    for (const header of wrong) expect(carries(header)).toBe(false)
  })
})

it.each([
  ['audiences.json', 'audiences.json'],
  ['Z%C3%BCrich%20audiences.json', 'Zürich audiences.json'],
  ['..%2F..%2Fetc%2Fpasswd', 'passwd'],
  ['C:\\Users\\retail\\list.json', 'list.json'],
  ['100%.json', '100%.json'],
  ['%00%0aaud%e2%80%aeiences.json', 'audiences.json'],
  ['...', 'upload'],
  ['', 'upload'],
  [undefined, 'upload'],
  [`${'x'.repeat(300)}.json`, `${'x'.repeat(115)}.json`],
])('a file sent as %j is called “%s”', (header, name) => expect(safeFileName(header)).toBe(name))

it('runs a few steps at a time and keeps the order', async () => {
  let running = 0
  let most = 0
  const results = await mapConcurrently([...Array(50).keys()], 4, async item => {
    most = Math.max(most, ++running)
    await new Promise(resolve => setTimeout(resolve, (item * 7) % 5))
    running--
    return item * 2
  })
  expect(results).toEqual([...Array(50).keys()].map(item => item * 2))
  expect(most).toBe(4)
})
