// Runs to open: a folder to deliver to, plans through the program's own door, and waiting for a state.
import type { Plan } from '../../../src/shared/contract/distributions.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import type { Distribution, DistributionStatus } from '../../../src/shared/domain/distribution.ts'
import type { Platform, PlatformInput } from '../../../src/shared/domain/platform.ts'
import { type App, answerOf } from '../../support/app.ts'
import {
  test as base,
  create,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  tested,
  toast,
} from './platform-fixtures.ts'

export const dropIn = (path: string, more: PlatformInput['settings'] = {}): PlatformInput => ({
  name: 'Clean room drop',
  platform_type: 'folder',
  settings: { path, ...more },
})

type Fixtures = { drop: Platform }

export const test = base.extend<Fixtures>({
  drop: async ({ app, folder }, use) =>
    use(await tested(app, await create(app, dropIn(folder, { default_match_rate: 0.6 })))),
})

export const newestRun = async (app: App, distribution_id: string): Promise<Distribution> =>
  answerOf(await app.invoke('distributions.get', { distribution_id }))

export async function plan(
  app: App,
  audience: Pick<Audience, 'audience_id'>,
  platform: Pick<Platform, 'platform_id'>,
  more: Partial<Plan> = {},
): Promise<Distribution> {
  const { distributions } = answerOf(
    await app.invoke('distributions.create', {
      audience_ids: [audience.audience_id],
      platform_ids: [platform.platform_id],
      when: { kind: 'now' },
      ...more,
    }),
  )
  const [made] = distributions
  if (!made) throw new Error('Nothing was planned')
  return newestRun(app, made.distribution_id)
}

export const expectState = (app: App, distribution_id: string, status: DistributionStatus) =>
  expect.poll(async () => (await newestRun(app, distribution_id)).status).toBe(status)

export const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

export { create, expect, expectAccessible, expectAccessibleInBothThemes, toast }
