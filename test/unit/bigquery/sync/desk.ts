// Computers of one analyst, and what is saved and looked at there.
import type { Put } from '../../../../src/main/core/store/face.ts'
import type { Audience } from '../../../../src/shared/domain/audience.ts'
import { seeded } from '../../../store/random.ts'
import { audience } from '../../../store/records.ts'
import { createDevice, type Device, must } from './device.ts'
import { modelRemote, type World } from './model.ts'

export const ANNA = 'analyst@retail-media.example'
export const USER = 'retail-analytics'
const random = seeded(20_261_126)
const open: Device[] = []
/** At the end of each test. */
export async function closeAll() {
  for (const device of open.splice(0)) await device.close()
}

export async function device(world: World, account = ANNA, user_id = USER) {
  const made = await createDevice({ user_id, remote: () => modelRemote(world, account) })
  open.push(made)
  return made
}

export const put = (
  audience_id: string,
  over: Partial<Audience> = {},
  expected: Put['expected'] = 'any',
): Put => ({
  entity: 'audience',
  record: audience(random, { audience_id, user_id: USER, ...over }),
  expected,
})

export async function edit(on: Device, id: string, change: Partial<Audience>) {
  const current = must(await on.store.get('audience', on.user_id, id))
  if (!current) throw new Error(`There is no ${id}`)
  const { version, ...record } = current
  await on.save({ entity: 'audience', record: { ...record, ...change }, expected: version })
}

export const audienceOn = async (on: Device, id: string) =>
  must(await on.store.get('audience', on.user_id, id))
export const rowsOf = (world: World) => [...(world.tables.get('audiences')?.values() ?? [])]
export const content = ({ version: _, ...record }: Audience) => record
