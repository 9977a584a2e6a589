// A profile that is connected and has pushed everything, and records of pushes.
import type { PushRecord, SyncStatus } from '../../../src/shared/contract/bigquery.ts'

export const AT = {
  before: '2026-11-22T09:00:00.000Z',
  begun: '2026-11-22T10:00:00.000Z',
  ended: '2026-11-22T10:00:12.000Z',
}

export const pushRecord = (part: Partial<PushRecord> = {}): PushRecord => ({
  push_id: 'b1',
  started_at: AT.begun,
  ended_at: AT.ended,
  outcome: 'completed',
  cause: 'person',
  pushed: 0,
  pulled: 0,
  merged: 0,
  conflicts: 0,
  resent: 0,
  tables: [],
  error: null,
  ...part,
})

export const status: SyncStatus = {
  connection: {
    project: 'retail-media-2031',
    dataset: 'activation_manager',
    location: 'EU',
    from_environment: [],
    sign_in: {
      kind: 'browser',
      client_id: '8123.apps.googleusercontent.com',
      account: 'ana@example.com',
      state: 'ready',
    },
    remote_user_id: null,
    automatic: { every_minutes: null, on_quit: false },
  },
  unpushed: { user: 0, platform: 0, audience: 0, distribution: 0, total: 0 },
  conflicts: 0,
  waiting_batch: false,
  job_id: null,
  last_push: null,
  last_pull_at: null,
  last_look_at: null,
  resent: 0,
  problem: null,
}
