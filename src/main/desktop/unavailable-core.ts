// Stands in for the core while the workspace can't be opened: every answer says why, and the health page still works.
import type { WorkspaceInfo } from '../../shared/contract/workspace.ts'
import { type AppError, ok } from '../../shared/errors.ts'
import type { Core, CoreConfig } from '../core/face.ts'

export function unavailableCore(config: CoreConfig, reason: AppError): Core {
  const refusal = { ok: false, error: reason } as const
  const info: WorkspaceInfo = {
    folder: config.workspace,
    state: 'unavailable',
    reason: {
      code: reason.code,
      message: reason.message,
      ...(reason.hint === undefined ? {} : { hint: reason.hint }),
    },
    damage: [],
    unflushed_rows: 0,
    parts: 0,
    bytes: 0,
    format_version: 0,
  }
  return {
    async invoke(operation) {
      if (operation === 'workspace.info') return ok(info)
      if (operation === 'health.get')
        return ok({
          status: 'degraded',
          version: config.app_version,
          workspace: 'unavailable',
          uptime_s: Math.round(process.uptime()),
        })
      return refusal
    },
    subscribe: () => () => {},
    offerFile: async () => refusal,
    offerFolder: async () => refusal,
    offerTarget: async () => refusal,
    savedFile: async () => refusal,
    tokenHolder: async () => refusal,
    ensureProfile: async () => refusal,
    close: async () => {},
  }
}
