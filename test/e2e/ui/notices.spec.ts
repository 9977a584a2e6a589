// Notices, the list of jobs and the palette: read first, never in the way, and the name that is typed comes first.
import { answerOf } from '../../support/app.ts'
import { ECO, tooltip } from './audience-fixtures.ts'
import { expect, nameIn, test } from './list-fixtures.ts'

test('the list of jobs takes the notice’s place, is read before anything in it is pressed, and one Esc closes it', async ({
  app,
  page,
  list,
}) => {
  answerOf(await app.invoke('samples.load', {}))
  await expect(list.toast('Load the sample workspace')).toBeVisible()
  await page.getByRole('button', { name: 'Jobs' }).click()
  const jobs = page.getByRole('dialog', { name: 'Jobs' })
  await expect(jobs).toBeFocused()
  await expect(tooltip(page)).toHaveCount(0)
  await expect(list.toast('Load the sample workspace')).toHaveCount(0)
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(jobs.getByRole('listitem')).toHaveCount(1)
  await page.keyboard.press('Tab')
  await expect(jobs.getByRole('button', { name: 'Take off the list' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(jobs).toBeHidden()
})

test('a notice leaves the bar of a selection free, at the least width and beside the preview', async ({
  page,
  list,
}) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await list.grid.focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('complementary', { name: 'Preview' })).toBeVisible()
  await page.keyboard.press('Delete')
  await page.keyboard.press('x')
  const bar = page.getByRole('region', { name: '1 selected' })
  const notice = list.toast('moved to trash')
  await expect(bar).toBeVisible()
  await expect(notice).toBeVisible()
  const [below, above] = [await bar.boundingBox(), await notice.boundingBox()]
  const room = await list.grid.boundingBox()
  if (!below || !above || !room) throw new Error('both are on the screen')
  expect(above.y + above.height).toBeLessThanOrEqual(below.y)
  expect(below.x).toBeGreaterThanOrEqual(room.x)
  expect(below.x + below.width).toBeLessThanOrEqual(room.x + room.width)
  // Every action can be pressed.
  for (const name of ['Activate', 'Make draft', 'Archive', 'Tag', 'Move to trash'])
    await bar.getByRole('button', { name, exact: true }).click({ trial: true })
})

test('the palette shows the audience that is named before those that only mention it', async ({
  app,
  page,
  list,
}) => {
  answerOf(await app.invoke('audiences.create', { ...ECO, name: 'Quilting circles' }))
  for (let n = 0; n < 10; n++)
    answerOf(
      await app.invoke('audiences.create', {
        ...ECO,
        name: `Copy ${n}`,
        description: 'Like quilting circles.',
      }),
    )
  await expect.poll(() => nameIn(list.grid.getByRole('row').nth(1))).toBe('Copy 9')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('quilting circles')
  const options = page.getByRole('option')
  await expect(options).toHaveCount(8)
  await expect(options.first()).toContainText('Quilting circles')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quilting circles')
})
