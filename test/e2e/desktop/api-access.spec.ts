// The REST API of the desktop: off until it is switched on, reached by tokens alone, on a port that is kept and told when taken.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { call, expect, must, signIn, test, youngDigerati } from './desktop-test.ts'

test('is switched on in Settings, serves what the token’s profile has, and is there after a restart', async ({
  start,
}) => {
  const first = await start()
  await signIn(first.page)
  await first.page.getByRole('button', { name: 'Start empty' }).click()
  await must(call(first.page, 'audiences.create', youngDigerati))
  const { token } = await must(call(first.page, 'tokens.create', { name: 'Notebook', scope: 'read_write' }))
  await first.page.evaluate("location.hash = '#/settings'")
  const serve = first.page.getByRole('checkbox', { name: 'Serve the REST API on this computer' })
  await expect(serve).not.toBeChecked()
  await serve.press('Space')
  await expect(serve).toBeChecked()
  const { address, port } = await must(call(first.page, 'shell.apiAccess', {}))
  await expect(first.page.getByText(address ?? '', { exact: true })).toBeVisible()

  const names = async (secret: string) => {
    const answer = await fetch(`${address}/api/audiences`, { headers: { authorization: `Bearer ${secret}` } })
    const body = (await answer.json()) as { audiences?: { name: string }[] }
    return [answer.status, body.audiences?.map(one => one.name)]
  }
  expect(await names(token)).toEqual([200, [youngDigerati.name]])
  expect(await names('act_0000000000000000_guess')).toEqual([401, undefined])
  // No page is served here, and nothing of the page's own.
  expect((await fetch(`${address}/`)).status).toBe(404)
  const rpc = { method: 'POST', headers: { authorization: `Bearer ${token}` } }
  expect((await fetch(`${address}/api/rpc/tokens.create`, rpc)).status).toBe(404)

  const other = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => other.once('listening', resolve))
  const field = first.page.getByRole('textbox', { name: 'Port' })
  await field.fill(String((other.address() as AddressInfo).port))
  await field.press('Enter')
  await expect(first.page.getByText('is in use by another program')).toBeVisible()
  expect(await names(token)).toEqual([200, [youngDigerati.name]])
  other.close()
  await first.close()

  const second = await start()
  expect(await must(call(second.page, 'shell.apiAccess', {}))).toMatchObject({ state: 'on', address, port })
  expect(await names(token)).toEqual([200, [youngDigerati.name]])
  await must(call(second.page, 'shell.switchApi', { on: false }))
  await expect(fetch(`${address}/api/health`)).rejects.toThrow()
})
