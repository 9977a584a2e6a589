// Switching the REST API on and off from the window, and remembering it: the core process serves it.
import * as z from 'zod'
import type { ApiAccess } from '../../shared/contract/shell.ts'
import { AppError } from '../../shared/domain/error.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { CoreCall } from './core-messages.ts'
import type { SettingsFile } from './settings.ts'

type Parts = {
  settings: SettingsFile
  callCore(call: CoreCall): Promise<Result<unknown>>
  openExternal(address: string): Promise<void>
}

const Serving = z.object({
  address: z
    .string()
    .regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/)
    .nullable(),
  port: z.number().int().nullable(),
  problem: AppError.nullable(),
})

export function createApiAccess({ settings, callCore, openExternal }: Parts) {
  async function ask(call: CoreCall): Promise<Result<ApiAccess>> {
    const answer = await callCore(call)
    if (!answer.ok) return answer
    const { address, port, problem } = Serving.parse(answer.value)
    const { on, port: remembered } = settings.get().api
    const state = address !== null ? 'on' : on ? 'failed' : 'off'
    return ok({
      state,
      address,
      port: port ?? remembered,
      can_switch: true,
      problem: state === 'failed' ? problem : null,
    })
  }

  return {
    state: () => ask({ call: 'apiServing' }),

    /** What can't be had is told, and changes nothing. */
    async change({ on, port }: { on: boolean; port?: number | undefined }): Promise<Result<ApiAccess>> {
      const wanted = on ? (port ?? settings.get().api.port ?? 0) : null
      const changed = await ask({ call: 'serveApi', port: wanted })
      if (!changed.ok) return changed
      // The port is kept when it is switched off: scripts find it again.
      settings.change({ api: { on, port: changed.value.port } })
      return ok({ ...changed.value, state: on ? 'on' : 'off' })
    },

    async openDocs(): Promise<Result<null>> {
      const now = await ask({ call: 'apiServing' })
      if (!now.ok) return now
      if (now.value.address === null)
        return fail('unsupported', 'The API isn’t switched on', { hint: 'Switch it on first.' })
      const address = `${now.value.address}/api/docs`
      try {
        await openExternal(address)
        return ok(null)
      } catch {
        return fail('unsupported', 'No browser could be opened', { hint: `The address is ${address}` })
      }
    },
  }
}
export type ApiAccessParts = ReturnType<typeof createApiAccess>
