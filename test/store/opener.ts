// A second process for tests: opens a workspace, reads it, tries to save, and says how that went.
import { openStore } from '../../src/main/core/store/index.ts'
import { hashOf } from './book.ts'
import { seeded } from './random.ts'
import { audience, OWNER, putAudience } from './records.ts'

export type OpenerOrders = { folder: string; id: string }
export type OpenerAnswer = {
  open: string
  details?: Record<string, unknown>
  message?: string
  state?: string
  reason?: string | undefined
  read?: string | null
  save?: string
}

async function main({ folder, id }: OpenerOrders): Promise<OpenerAnswer> {
  const opened = await openStore({ folder })
  if (!opened.ok)
    return { open: opened.error.code, message: opened.error.message, details: opened.error.details ?? {} }
  const store = opened.value
  const { state, reason } = store.info()
  const read = await store.get('audience', OWNER, id)
  const save = await store.commit(OWNER, [putAudience(audience(seeded(5), { audience_id: 'late' }))])
  await store.close()
  return {
    open: 'ok',
    state,
    reason: reason?.code,
    read: read.ok && read.value ? hashOf(read.value) : null,
    save: save.ok ? 'ok' : save.error.code,
  }
}

process.once('message', (orders: OpenerOrders) => {
  main(orders)
    .catch(
      (error: unknown): OpenerAnswer => ({ open: `threw ${error instanceof Error ? error.stack : error}` }),
    )
    .then(answer => process.send?.(answer, () => process.exit(0)))
})
