// The document of the API: well formed, whole, the same for everyone, and true to what is served.
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../src/main/server/app.ts'
import { eventStreams } from '../../../src/main/server/events.ts'
import type { OpenApi } from '../../../src/main/server/openapi/document.ts'
import { isCoreOperation } from '../../../src/shared/contract.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { type Door, fakeCore, startServer, TOKEN } from './support.ts'

let door: Door
let document: OpenApi
beforeAll(async () => {
  door = await startServer()
  document = (await door.send('/api/openapi.json', { token: null })).json() as OpenApi
})
afterAll(() => door.stop())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

it('is an OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(structuredClone(document))
  expect(result.errors).toBeUndefined()
  expect([result.valid, document.openapi]).toEqual([true, '3.1.1'])
})

it('describes every route that is served, and no other', () => {
  const core = fakeCore()
  const config = {
    core,
    run: { token: TOKEN, profile: 'retail-analytics' },
    port: 0,
    rendererFolder: door.rendererFolder,
    uploadFolder: door.uploadFolder,
    migrationFolder: door.uploadFolder,
    appVersion: '0.1.0',
    onBug() {},
  }
  const app = createApp(config, eventStreams({ core }), () => 80)
  const own = /^\/api\/(rpc|uploads|downloads)(\/|$)/
  const served = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/') && !own.test(path))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  const described = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  expect(served.sort()).toEqual(described.sort())
  expect(new Set(served).size).toBe(served.length)
})

it('has every operation of the contract but those that no token may do', () => {
  const named = Object.keys(document.paths)
    .filter(path => path.startsWith('/api/operations/'))
    .map(path => path.slice('/api/operations/'.length))
  const missing = OPERATION_NAMES.filter(isCoreOperation).filter(name => !named.includes(name))
  expect(missing.sort()).toEqual([
    'backups.restore',
    'profiles.choose',
    'profiles.create',
    'profiles.signOut',
    'tokens.create',
    'tokens.revoke',
  ])
})

it('refers to nothing that isn’t there, and names each operation once', () => {
  const text = JSON.stringify(document)
  for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g))
    expect(Object.keys(document.components[kind as keyof OpenApi['components']])).toContain(name)
  expect(text).not.toContain('$defs')
  const ids = operations().map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

describe.each([
  ['/api/openapi.json', 'application/json'],
  ['/api/docs', 'text/html'],
  ['/api/docs.css', 'text/css'],
])('%s', (path, type) => {
  it('is the same for everyone, and never of use to another site', async () => {
    const [bare, known] = [await door.send(path, { token: null }), await door.send(path)]
    expect([bare.status, bare.text]).toEqual([200, known.text])
    expect(bare.headers['content-type']).toContain(type)
    expect(bare.headers['cross-origin-resource-policy']).toBe('same-origin')
    const foreign = await door.send(path, { headers: { origin: 'https://evil.example' } })
    expect(foreign.status).toBe(403)
  })
})

it('the page holds no script and nothing from elsewhere, and every call', async () => {
  const page = (await door.send('/api/docs', { token: null })).text
  expect(/<script|<style|style=|\son\w+=|https?:/.exec(page)?.[0]).toBeUndefined()
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const wanted = [
    ...operations().map(({ operation }) => String(operation.operationId)),
    ...[...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id),
  ]
  expect(wanted.filter(id => !ids.has(id))).toEqual([])
})
