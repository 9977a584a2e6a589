// Uploads: one temporary file in the workspace, a harmless name, and nothing left behind when it goes wrong.
import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { basename, dirname } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fail } from '../../../src/shared/errors.ts'
import { eventually } from '../../support/eventually.ts'
import { type Door, PROFILE, startServer, TOKEN } from './support.ts'

let door: Door
beforeEach(async () => {
  door = await startServer()
})
afterEach(() => door.stop())

const binary = { 'content-type': 'application/octet-stream' }
const left = () => readdir(door.uploadFolder).catch(() => [])

it('keeps the bytes and hands the file over as temporary', async () => {
  const body = Buffer.from(JSON.stringify([{ name: 'Money & Brains', data_type: 'third_party' }]))
  const headers = { ...binary, 'x-file-name': encodeURIComponent('Zürich audiences.json') }
  const reply = await door.send('/api/uploads', { body, headers })
  expect([reply.status, reply.json()]).toEqual([
    200,
    { ok: true, value: { file_token: 'file_1', name: 'Zürich audiences.json', bytes: 3 } },
  ])
  const [offered] = door.core.offered
  expect(offered).toMatchObject({ name: 'Zürich audiences.json', user_id: PROFILE, temporary: true })
  const path = offered?.path ?? ''
  expect(dirname(path)).toBe(door.uploadFolder)
  expect(await readFile(path)).toEqual(body)
})

it('never lets the name choose the place', async () => {
  const headers = { ...binary, 'x-file-name': encodeURIComponent('../../../etc/cron.d/audiences.json') }
  await door.send('/api/uploads', { body: Buffer.from('[]'), headers })
  const [offered] = door.core.offered
  expect(offered?.name).toBe('audiences.json')
  expect(dirname(offered?.path ?? '')).toBe(door.uploadFolder)
  expect(basename(offered?.path ?? '')).toMatch(/^upload-[0-9a-f-]{36}$/)
})

it('takes bytes only, so that no form can send one', async () => {
  const reply = await door.send('/api/uploads', { body: '[]', headers: { 'content-type': 'text/plain' } })
  expect(reply.status).toBe(415)
  expect(await left()).toEqual([])
})

it('refuses an announced 3 GB before a byte is sent', async () => {
  const headers = { ...binary, authorization: `Bearer ${TOKEN}`, 'content-length': String(3 * 1024 ** 3) }
  const status = await new Promise(resolve => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: door.server.port,
        path: '/api/uploads',
        method: 'POST',
        headers,
        agent: false,
      },
      message => {
        resolve(message.statusCode)
        outgoing.destroy()
      },
    )
    outgoing.on('error', () => {})
    outgoing.flushHeaders()
  })
  expect(status).toBe(413)
  expect(await left()).toEqual([])
})

it('removes the file when the core refuses it', async () => {
  door.core.offerAnswer = fail('storage_full', 'There is no room')
  const reply = await door.send('/api/uploads', { body: Buffer.from('[]'), headers: binary })
  expect([reply.status, reply.json()]).toMatchObject([503, { ok: false, error: { code: 'storage_full' } }])
  expect(await left()).toEqual([])
})

it('removes a half upload when the sender breaks off', async () => {
  const headers = { ...binary, authorization: `Bearer ${TOKEN}`, 'content-length': '1000000' }
  const outgoing = request({
    host: '127.0.0.1',
    port: door.server.port,
    path: '/api/uploads',
    method: 'POST',
    headers,
    agent: false,
  })
  outgoing.on('error', () => {})
  outgoing.write(Buffer.alloc(1000))
  await eventually(async () => expect(await left()).toHaveLength(1))
  outgoing.destroy()
  await eventually(async () => expect(await left()).toEqual([]))
  expect(door.core.offered).toEqual([])
  expect(door.bugs).toEqual([])
})
