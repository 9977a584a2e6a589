// The renderer's calls: every operation of the contract arrives, with the token's context, and is answered as it was.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contract, isCoreOperation } from '../../../src/shared/contract.ts'
import { ERROR_CODES, fail, ok } from '../../../src/shared/errors.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { type Door, PROFILE, startServer } from './support.ts'

let door: Door
beforeAll(async () => {
  door = await startServer()
})
afterAll(() => door.stop())
beforeEach(() => {
  door.core.calls.length = 0
  door.core.answer = {}
})

describe('operations of the core', () => {
  it.each(OPERATION_NAMES.filter(isCoreOperation))('%s arrives as it was sent', async operation => {
    const input = { from: 'the page', nested: [1, 'Young Digerati'] }
    door.core.answer[operation] = () => ok({ answered: operation })
    const reply = await door.send(`/api/rpc/${operation}`, { body: input })
    expect([reply.status, reply.json()]).toEqual([200, { ok: true, value: { answered: operation } }])
    expect(door.core.calls).toMatchObject([
      { operation, input, context: { user_id: PROFILE, session: 'token', door: 'server' } },
    ])
  })

  it.each(ERROR_CODES)('%s comes back whole, with a status of its kind', async code => {
    const refusal = fail(code, 'What happened', { hint: 'What to do', details: { id: 'aud_1' } })
    door.core.answer['audiences.get'] = () => refusal
    const reply = await door.send('/api/rpc/audiences.get', { body: {} })
    expect(reply.json()).toEqual(refusal)
    expect(reply.status).toBeGreaterThanOrEqual(400)
  })

  it.each(['audiences', 'audiences.nope', '__proto__', 'constructor', 'toString', '..%2faudiences.list'])(
    'there is no %s',
    async name => {
      const reply = await door.send(`/api/rpc/${name}`, { body: {} })
      expect([reply.status, reply.json()]).toMatchObject([404, { ok: false, error: { code: 'not_found' } }])
      expect(door.core.calls).toEqual([])
    },
  )

  it('can’t be called by GET', async () => {
    expect((await door.send('/api/rpc/audiences.list')).status).toBe(404)
    expect(door.core.calls).toEqual([])
  })
})

describe('operations of the shell', () => {
  it('says that this is a browser', async () => {
    const reply = await door.send('/api/rpc/shell.info', { body: {} })
    const body = reply.json() as { value: unknown }
    expect(contract['shell.info'].output.parse(body.value)).toMatchObject({
      kind: 'browser',
      app_version: '0.1.0',
      can_choose_workspace: false,
    })
  })

  it('takes a theme, and refuses one that there isn’t', async () => {
    const dark = await door.send('/api/rpc/shell.setTheme', { body: { theme: 'dark' } })
    expect(dark.json()).toEqual({ ok: true, value: null })
    const wrong = await door.send('/api/rpc/shell.setTheme', { body: { theme: 'sepia' } })
    expect([wrong.status, wrong.json()]).toMatchObject([400, { error: { code: 'validation_failed' } }])
  })

  it.each([
    ['shell.chooseWorkspace', {}],
    ['shell.pickImportFiles', {}],
    ['shell.pickBackupFile', {}],
    ['shell.chooseDropFolder', {}],
    ['shell.showFile', { file_token: 'file_1' }],
    ['shell.openLogs', {}],
    ['shell.openLink', { link: 'parquet' }],
  ])('%s is unsupported, with what to do instead', async (operation, body) => {
    const reply = await door.send(`/api/rpc/${operation}`, { body })
    const answer = reply.json() as { error: { code: string; hint: string } }
    expect([reply.status, answer.error.code]).toEqual([409, 'unsupported'])
    expect(answer.error.hint).toMatch(/\w+/)
    expect(door.core.calls).toEqual([])
  })
})
