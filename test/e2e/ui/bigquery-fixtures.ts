// A running app whose calls to BigQuery go to its double, connected or not, and a second device of the same person.
import type { Page } from 'playwright/test'
import type { Audience, AudienceInput } from '../../../src/shared/domain/audience.ts'
import { type BigQueryDouble, startBigQueryDouble } from '../../bigquery-double/index.ts'
import { type App, answerOf, startApp } from '../../support/app.ts'
import {
  addRobot,
  atDouble,
  connect,
  KEY_PIECE,
  pulled,
  pushed,
  type Robot,
} from '../../support/bigquery-app.ts'
import {
  test as base,
  ECO,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
} from './audience-fixtures.ts'
import { expectNowhere, field, tabTo, toast } from './platform-fixtures.ts'
import { answered } from './platforms-list-fixtures.ts'

export const audience = async (
  app: App,
  name: string,
  part: Partial<AudienceInput> = {},
): Promise<Audience> => answerOf(await app.invoke('audiences.create', { ...ECO, ...part, name }))

/** Saves the audience's next version on this device. */
export async function changed(
  app: App,
  audience_id: string,
  patch: Partial<AudienceInput>,
): Promise<Audience> {
  const { version } = answerOf(await app.invoke('audiences.get', { audience_id }))
  return answerOf(await app.invoke('audiences.update', { audience_id, expected_version: version, patch }))
}

type Fixtures = {
  double: BigQueryDouble
  robot: Robot
  /** Connected and set up, before the page is opened. */
  connected: App
  /** Another computer of the same person, connected to the same tables. */
  laptop: App
  /** Opens a route as an address does. */
  show: (route: string) => Promise<void>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  double: async ({}, use) => {
    const double = await startBigQueryDouble()
    await use(double)
    await double.close()
  },
  robot: async ({ double }, use) => use(addRobot(double)),
  app: async ({ double, robot: _robot }, use) => {
    const app = await startApp({ env: atDouble(double) })
    await use(app)
    await app.close()
  },
  connected: async ({ app, double, robot }, use) => {
    await connect(app, double, robot)
    await use(app)
  },
  laptop: async ({ double, robot, connected: _connected }, use) => {
    const laptop = await startApp({ env: atDouble(double) })
    await connect(laptop, double, robot)
    await use(laptop)
    await laptop.close()
  },
  show: async ({ app, page }, use) => {
    await page.goto(app.url)
    await expect(page.getByRole('navigation').first()).toBeVisible()
    await use(async route => {
      await page.evaluate(`location.hash = ${JSON.stringify(route)}`)
      await expect(page).toHaveURL(new RegExp(`#${route}$`))
      await expect(page.locator('main h1')).toBeVisible()
    })
  },
})

/** What the title bar says of BigQuery. */
export const inTitleBar = (page: Page) => page.getByRole('banner').getByRole('link')

export {
  answered,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNowhere,
  field,
  KEY_PIECE,
  pulled,
  pushed,
  tabTo,
  toast,
}
