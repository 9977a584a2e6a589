// The process that is killed while it pushes and saves at once. It tells of each save that was acknowledged.
import { openStore } from '../../../../src/main/core/store/index.ts'
import type { InputOf } from '../../../../src/shared/contract.ts'
import type { Job } from '../../../../src/shared/domain/job.ts'
import { audienceInput } from '../../../support/audiences.ts'
import { must } from '../sync/device.ts'
import { computerAt, ended } from './computer.ts'

/** From the parent, once. */
export type Orders = {
  workspace: string
  addresses: Parameters<typeof computerAt>[0]
  connect: InputOf<'bigquery.connect'>
}
export type Report =
  | { kind: 'saved'; audience_id: string }
  | { kind: 'ended'; state: Job['state'] }
  | { kind: 'thrown'; message: string }

const send = (report: Report) =>
  new Promise<void>(resolve => void process.send?.(report, undefined, {}, () => resolve()))

const MOST_SAVES = 30

async function work({ workspace, addresses, connect }: Orders) {
  const store = must(await openStore({ folder: workspace }))
  const core = await computerAt(addresses, { workspace, store })
  await core.must('bigquery.connect', connect)
  async function save(n: number) {
    const input = audienceInput({ name: `Saved meanwhile ${n}` })
    const { audience_id } = await core.must('audiences.create', input)
    await send({ kind: 'saved', audience_id })
  }
  await save(1)
  let over = false
  const pushing = core.must('bigquery.push', {}).then(job => ended(core, job))
  void pushing.finally(() => {
    over = true
  })
  for (let n = 2; !over && n <= MOST_SAVES; n++) await save(n)
  const { state } = await pushing
  await send({ kind: 'ended', state })
  await core.close()
  process.disconnect?.()
}

process.once('message', (orders: Orders) => {
  work(orders).catch(async (error: unknown) => {
    await send({
      kind: 'thrown',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    process.exit(1)
  })
})
