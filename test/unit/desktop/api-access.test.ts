// The REST API of the desktop app: off at first, on a port that it keeps, and what can't be had changes nothing.
import { expect, test, vi } from 'vitest'
import type { Core, CoreConfig } from '../../../src/main/core/face.ts'
import { createApiAccess } from '../../../src/main/desktop/api-access.ts'
import { hostApi, type OpenApiServer } from '../../../src/main/desktop/api-host.ts'
import type { CoreCall } from '../../../src/main/desktop/core-messages.ts'
import type { ShellSettings } from '../../../src/main/desktop/settings.ts'
import { fail, ok, type Result } from '../../../src/shared/errors.ts'

const config: CoreConfig = { workspace: '/data', resources: '/resources', app_version: '0.1.0' }
const core = { name: 'first' } as unknown as Core
const inUse = fail('conflict', 'Port 9000 is in use by another program', { hint: 'Choose another port.' })

function set() {
  const open: (Core | number)[][] = []
  const openServer: OpenApiServer = async (over, _config, port) => {
    if (port === 9000) return inUse
    const entry: (Core | number)[] = [over, port]
    open.push(entry)
    return ok({
      address: `http://127.0.0.1:${port === 0 ? 40_123 : port}`,
      port: port === 0 ? 40_123 : port,
      close: async () => void open.splice(open.indexOf(entry), 1),
    })
  }
  const api = hostApi(openServer)
  let settings: ShellSettings = {
    user_id: null,
    workspace: null,
    window: null,
    theme: 'system',
    api: { on: false, port: null },
  }
  const openExternal = vi.fn(async (_address: string) => {})
  const access = createApiAccess({
    settings: {
      get: () => settings,
      change: patch => {
        settings = { ...settings, ...patch }
      },
    },
    async callCore(call: CoreCall): Promise<Result<unknown>> {
      if (call.call === 'serveApi') return api.serve(core, config, call.port)
      return ok(api.serving())
    },
    openExternal,
  })
  return { api, access, open, openExternal, remembered: () => settings.api }
}

const off = { state: 'off', address: null, port: null, can_switch: true, problem: null }
const on = (port: number) => ({ ...off, state: 'on', address: `http://127.0.0.1:${port}`, port })

test('it is off at first, takes a free port when it is switched on, and finds it again', async () => {
  const { access, open, remembered } = set()
  expect(await access.state()).toEqual(ok(off))
  expect(await access.change({ on: true })).toEqual(ok(on(40_123)))
  expect(remembered()).toEqual({ on: true, port: 40_123 })
  expect(await access.change({ on: false })).toEqual(ok({ ...off, port: 40_123 }))
  expect([open, remembered()]).toEqual([[], { on: false, port: 40_123 }])
  await access.change({ on: true })
  expect(open).toEqual([[core, 40_123]])
})

test('a port that is in use is told, and the one that is served stays', async () => {
  const { access, open, remembered } = set()
  expect(await access.change({ on: true, port: 9000 })).toEqual(inUse)
  expect([await access.state(), remembered()]).toEqual([ok(off), { on: false, port: null }])
  expect(await access.change({ on: true, port: 8787 })).toEqual(ok(on(8787)))
  expect(await access.change({ on: true, port: 9000 })).toEqual(inUse)
  expect([await access.state(), open, remembered()]).toEqual([
    ok(on(8787)),
    [[core, 8787]],
    { on: true, port: 8787 },
  ])
  await access.change({ on: true, port: 8788 })
  expect(open).toEqual([[core, 8788]])
})

test('at the start of the app a port that can’t be had is a failure that stays told', async () => {
  const { api, access } = set()
  await access.change({ on: true, port: 8787 })
  await api.close()
  expect(await api.serve(core, config, 9000)).toEqual(inUse)
  expect(await access.state()).toEqual(ok({ ...off, state: 'failed', port: 8787, problem: inUse.error }))
})

test('it moves to the core that takes the place of another, and stays off where it was', async () => {
  const { api, access, open } = set()
  const second = { name: 'second' } as unknown as Core
  await api.move(second, config)
  expect(open).toEqual([])
  await access.change({ on: true, port: 8787 })
  await api.move(second, config)
  expect(open).toEqual([[second, 8787]])
})

test('its page opens in the browser while it is served, and only there', async () => {
  const { access, openExternal } = set()
  expect(await access.openDocs()).toMatchObject({ error: { code: 'unsupported' } })
  await access.change({ on: true, port: 8787 })
  expect(await access.openDocs()).toEqual(ok(null))
  expect(openExternal).toHaveBeenCalledExactlyOnceWith('http://127.0.0.1:8787/api/docs')
})
