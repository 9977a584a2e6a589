// Records kept in BigQuery: how old what is shown is, a save under way, what others saved, nothing to push; and no network.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBigQueryDouble } from '../../bigquery-double/index.ts'
import { answerOf, startApp } from '../../support/app.ts'
import { addRobot, keptIn, makeTables } from '../../support/bigquery-app.ts'
import {
  audience,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  inTitleBar,
  test,
} from './bigquery-fixtures.ts'

test('a workspace that is kept in BigQuery', async ({ page }) => {
  test.setTimeout(120_000)
  const folder = await mkdtemp(join(tmpdir(), 'activation-live-'))
  const double = await startBigQueryDouble()
  await makeTables(double)
  const key_file = join(folder, 'key.json')
  await writeFile(key_file, addRobot(double).key)
  const env = keptIn(double, key_file)
  const workspace = join(folder, 'one')
  const app = await startApp({ env, workspace })
  const colleague = await startApp({ env })
  try {
    const first = await audience(app, 'Suburban greens')
    expect(await double.rows('activation_manager.audiences')).toHaveLength(1)
    await page.goto(app.url)
    await expect(inTitleBar(page).filter({ hasText: /^Live in BigQuery · read/ })).toBeVisible()

    // A save that takes its time is told of for as long.
    await page.evaluate(`location.hash = '/audiences/${first.audience_id}/edit'`)
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    await name.fill('City greens')
    double.faults.on('jobs.insert', 1, { kind: 'slow', ms: 1_500 })
    await page.keyboard.press('Control+s')
    await expect(page.getByRole('button', { name: 'Saving', exact: true })).toBeVisible()
    await expect(inTitleBar(page).filter({ hasText: 'Saving to BigQuery…' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'City greens' })).toBeVisible()
    await expect(inTitleBar(page).filter({ hasText: /^Live in BigQuery/ })).toBeVisible()
    expect((await double.rows('activation_manager.audiences')).map(row => row.name)).toEqual(['City greens'])

    // What another computer saves is there with the next read.
    answerOf(await colleague.invoke('bigquery.pull', {}))
    await expect
      .poll(async () => (await colleague.invoke('audiences.get', { audience_id: first.audience_id })).ok)
      .toBe(true)
    const { version } = answerOf(await colleague.invoke('audiences.get', { audience_id: first.audience_id }))
    const change = { audience_id: first.audience_id, expected_version: version }
    answerOf(await colleague.invoke('audiences.update', { ...change, patch: { name: 'Coast greens' } }))
    await page.getByRole('button', { name: 'Read BigQuery now' }).click()
    await expect(page.getByRole('heading', { name: 'Coast greens' })).toBeVisible()

    await inTitleBar(page)
      .filter({ hasText: /^Live in BigQuery/ })
      .click()
    await expect(page.getByRole('region', { name: 'Your records are kept in BigQuery' })).toContainText(
      'There is nothing to push',
    )
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(page.getByRole('list', { name: 'What was checked' })).toBeVisible()
    await expectAccessibleInBothThemes(page)

    await double.close()
    await page.getByRole('button', { name: 'Read now' }).click()
    await expect(page.getByText('BigQuery can’t be reached: changes can’t be saved')).toBeVisible({
      timeout: 30_000,
    })
    await expect(inTitleBar(page).filter({ hasText: /^Offline · read/ })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { name: 'Coast greens' })).toBeVisible()
    await expectAccessible(page)
    const refused = await app.invoke('audiences.update', {
      ...change,
      expected_version: 3,
      patch: { name: 'Lost' },
    })
    expect(refused).toMatchObject({ ok: false, error: { code: 'offline' } })
  } finally {
    await Promise.all([app.close(), colleague.close()])
    await double.close().catch(() => undefined)
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
})
