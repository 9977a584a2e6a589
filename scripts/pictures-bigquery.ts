// BigQuery for the pictures: pushes that were made, records that another computer changed too, and changes that wait.
import type { AudiencePatch } from '../src/shared/domain/audience.ts'
import { startBigQueryDouble } from '../test/bigquery-double/index.ts'
import { type App, answerOf, startApp } from '../test/support/app.ts'
import { addRobot, atDouble, connect, pulled, pushed } from '../test/support/bigquery-app.ts'

const LOCATION = 'EU'

export const bigQueryForPictures = () => startBigQueryDouble({ project: 'retail-media-2031' })
type Double = Awaited<ReturnType<typeof bigQueryForPictures>>

async function changed(app: App, audience_id: string, patch: AudiencePatch): Promise<void> {
  const { version } = answerOf(await app.invoke('audiences.get', { audience_id }))
  answerOf(await app.invoke('audiences.update', { audience_id, expected_version: version, patch }))
}

/** Leaves the app connected, with three records to decide on and some changes that aren't pushed. */
export async function bigQueryPushed(app: App, double: Double, shown: string): Promise<void> {
  const robot = addRobot(double)
  await connect(app, double, robot, LOCATION)
  await pushed(app)
  const laptop = await startApp({ env: atDouble(double) })
  try {
    await connect(laptop, double, robot, LOCATION)
    await pulled(laptop)
    const { items } = answerOf(
      await app.invoke('audiences.list', { filter: { status: ['active'] }, limit: 12 }),
    )
    const [second = '', third = '', ...others] = items
      .map(({ audience_id }) => audience_id)
      .filter(id => id !== shown)
    const { name, description, segments } = answerOf(
      await app.invoke('audiences.get', { audience_id: shown }),
    )
    const [first, ...rest] = segments
    if (!first) throw new Error('The audience of the pictures has no segments')
    const sized = (size: number) =>
      [{ ...first, size }, ...rest].map(each => ({ ...each, size_percentage: 0 }))
    await changed(laptop, shown, {
      name: `${name} UK`,
      description: `${description} Customers of today are left out.`,
      segments: sized(Math.round(first.size * 0.9)),
    })
    await changed(app, shown, {
      name: `${name} and winter`,
      description: `${description} Reviewed with the agency.`,
      segments: sized(Math.round(first.size * 1.1)),
    })
    await changed(laptop, second, { description: 'Reviewed with the agency in October.' })
    await changed(app, second, { description: 'Sizes are from the clean room of September.' })
    const { version } = answerOf(await laptop.invoke('audiences.get', { audience_id: third }))
    answerOf(await laptop.invoke('audiences.delete', { audience_id: third, expected_version: version }))
    await changed(app, third, { description: 'Wanted again for the winter plan.' })
    await pushed(laptop)
    await pushed(app)
    for (const [at, audience_id] of others.slice(0, 5).entries())
      if (at === 4) {
        const last = answerOf(await app.invoke('audiences.get', { audience_id })).version
        answerOf(await app.invoke('audiences.delete', { audience_id, expected_version: last }))
      } else if (at === 3) answerOf(await app.invoke('audiences.duplicate', { audience_id }))
      else await changed(app, audience_id, { description: 'Checked for the winter plan.' })
  } finally {
    await laptop.close()
  }
}
