// What the tests of the platform calls share: a server over a scripted core, one account, and a watch over its secret.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { CoreOperation } from '../../../src/shared/contract.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { UNTESTED } from '../../../src/shared/domain/platform-rules.ts'
import { ok } from '../../../src/shared/errors.ts'
import { type Door, PROFILE, type Reply, type Send, startServer } from './support.ts'

export const SECRET = 'EAAsyntheticSecretOfThisTest0123456789'

const NOW = new Date().toISOString()
export const platform = (platform_id: string, change: Partial<Platform> = {}): Platform => ({
  platform_id,
  platform_type: 'meta',
  name: 'Meta, Nordics',
  status: 'active',
  connection: { ...UNTESTED, state: 'ok', tested_at: NOW, account_label: 'Nordics retail' },
  credential_fields: { access_token: { state: 'set', last4: '6789' } },
  settings: {
    auto_refresh: false,
    refresh_frequency: 'weekly',
    ad_account_id: '10150123456789012',
    customer_file_source: 'USER_PROVIDED_ONLY',
    api_version: 'v25.0',
    batch_size: 10_000,
  },
  last_sync: null,
  sync_status: null,
  notes: '',
  user_id: PROFILE,
  created_at: NOW,
  updated_at: NOW,
  version: 3,
  deleted: false,
  changed_by: PROFILE,
  change_note: null,
  ...change,
})
export const idIn = (input: unknown) => (input as { platform_id: string }).platform_id

export const account = {
  name: 'Meta, Nordics',
  platform_type: 'meta',
  status: 'active',
  credentials: { access_token: SECRET },
  settings: { ad_account_id: '10150123456789012' },
}

/** A server for the tests of a file. No answer, refusals included, may hold the secret. */
export function platformDoor() {
  let door: Door
  const replies: Reply[] = []
  beforeAll(async () => {
    door = await startServer()
  })
  afterAll(() => door.stop())
  beforeEach(() => {
    door.core.calls.length = 0
    door.core.answer = {}
    replies.length = 0
  })
  afterEach(() => {
    for (const { text, headers } of replies) expect(text + JSON.stringify(headers)).not.toContain(SECRET)
  })

  return {
    core: () => door.core,
    async send(path: string, what: Send = {}) {
      const { body } = what
      const text = typeof body === 'object' ? JSON.stringify(body) : body
      // Node announces no body of a DELETE by itself.
      const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }
      const reply = await door.send(path, { ...what, headers: { ...length, ...what.headers } })
      replies.push(reply)
      return reply
    },
    inputs: (operation: CoreOperation) =>
      door.core.calls.filter(call => call.operation === operation).map(call => call.input),
    /** `platforms.get` finds every account, with these changes. */
    answersGet(change: Partial<Platform> = {}) {
      door.core.answer['platforms.get'] = input => ok(platform(idIn(input), change))
    },
  }
}
