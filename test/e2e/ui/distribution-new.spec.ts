// Planning: four steps with the verdict beside the button, by mouse and by keyboard alone; errors at their fields; leaving.
import { answerOf } from '../../support/app.ts'
import { ECO } from './audience-fixtures.ts'
import { create, dropIn, expect, expectAccessible, newestRun, test, toast } from './distribution-fixtures.ts'

test('plans to a folder and shows the run until it is completed', async ({ page, open, app, eco, drop }) => {
  await open('/distributions/new')
  const send = page.getByRole('button', { name: 'Plan distributions' })
  await expect(page.getByRole('status').filter({ hasText: 'Choose an audience first' })).toBeVisible()
  // The button that can't plan yet leads to what is missing.
  await expect(send).toHaveAttribute('aria-disabled', 'true')
  await send.click({ force: true })
  await expect(page.getByRole('checkbox', { name: /^Eco-conscious/ })).toBeFocused()
  await expect(page.getByText('Choose at least one audience')).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByText('Choose a platform first')).toBeVisible()
  await page.getByRole('checkbox', { name: /^Clean room drop/ }).click()
  const check = page.getByRole('region', { name: 'Check' })
  await expect(check).toContainText('It can be planned.')
  await expect(check).toContainText('about 600,000 matches')
  await page.getByRole('textbox', { name: 'Campaign' }).fill('Spring launch')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Send now' }).click()
  await expect(page).toHaveURL(/#\/distributions\/dist_/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(eco.name)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(drop.name)
  const path = page.getByRole('list', { name: 'States of this run' })
  await expect(path.getByRole('listitem').filter({ hasText: 'Completed' })).toHaveAttribute(
    'aria-current',
    'step',
  )
  await expect(page.getByRole('region', { name: 'Receipt' })).toContainText('Intact')
  await expect(page.getByRole('complementary')).toContainText('Spring launch')
  const { items } = answerOf(await app.invoke('distributions.list', {}))
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ status: 'completed', campaign_name: 'Spring launch' })
})

test('plans by keyboard alone, weekly, with the next starts shown', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  await open(`/audiences/${eco.audience_id}`)
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { level: 1, name: 'New distribution' })).toBeVisible()
  await expect(page.getByRole('checkbox', { name: /^Eco-conscious/ })).toBeChecked()
  await page.getByRole('checkbox', { name: /^Clean room drop/ }).focus()
  await page.keyboard.press('Space')
  // On through the way of choosing a time, by its arrows.
  await page.keyboard.press('Tab')
  await expect(page.getByRole('radio', { name: 'Now' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'At a time' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Repeating' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Next starts' }).getByRole('listitem')).toHaveCount(3)
  await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Kolkata')
  await page.getByLabel('Time of day').fill('07:15')
  await expect(page.getByRole('list', { name: 'Next starts' })).toContainText('7:15')
  await expect(page.getByRole('button', { name: 'Plan 1 distribution' })).not.toHaveAttribute('aria-disabled')
  await page.keyboard.press('Control+Enter')
  await expect(page).toHaveURL(/#\/distributions\/dist_/)
  await expect(page.getByRole('complementary')).toContainText('Every Monday at 07:15 (Asia/Kolkata)')
  const { items } = answerOf(await app.invoke('distributions.list', {}))
  expect(items).toMatchObject([{ status: 'scheduled', repeat: 'weekly', platform_id: drop.platform_id }])
})

test('says what blocks it, and takes the next step in place', async ({ page, open, app, eco, drop }) => {
  answerOf(await app.invoke('platforms.setStatus', { platform_id: drop.platform_id, status: 'inactive' }))
  await open(`/platforms/${drop.platform_id}`)
  await page.evaluate(
    `location.hash = '/distributions/new?audiences=${eco.audience_id}&platforms=${drop.platform_id}'`,
  )
  const check = page.getByRole('region', { name: 'Check' })
  await expect(check).toContainText('1 of 1 can’t be planned.')
  await expect(check).toContainText('is inactive and takes no new distributions')
  await expect(page.getByRole('button', { name: 'Send now' })).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText('See the check: something blocks it')).toBeVisible()
  await expectAccessible(page)
  await check.getByRole('button', { name: /^Activate it/ }).click()
  await expect(check).toContainText('It can be planned.')
  await expect(page.getByRole('button', { name: 'Send now' })).not.toHaveAttribute('aria-disabled')
  expect(answerOf(await app.invoke('platforms.get', { platform_id: drop.platform_id })).status).toBe('active')
})

test('sends some of the segments, and asks for approval with a comment', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  await open('/audiences')
  await page.evaluate(
    `location.hash = '/distributions/new?audiences=${eco.audience_id}&platforms=${drop.platform_id}'`,
  )
  await page.getByRole('radio', { name: 'Some of them' }).click()
  await expect(page.getByText('Choose at least one segment first')).toBeVisible()
  await page.getByRole('checkbox', { name: /^City starters/ }).click()
  await expect(page.getByText('1 chosen, 400,000 people')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Ask for approval' }).check({ force: true })
  await page.getByRole('textbox', { name: 'For whoever approves' }).fill('Legal has seen it')
  await page.getByRole('button', { name: 'Plan and ask for approval' }).click()
  await expect(page.getByText('It waits for approval.')).toBeVisible()
  await expect(page.getByText('“Legal has seen it”')).toBeVisible()
  const [run] = answerOf(await app.invoke('distributions.list', {})).items
  expect(await newestRun(app, run?.distribution_id ?? '')).toMatchObject({
    status: 'scheduled',
    segments_distributed: ['2'],
    metadata: { approval_status: 'pending', people: 400_000, approval_comment: 'Legal has seen it' },
  })
})

test('shows what the core refuses at its field, until it is changed', async ({ page, open, eco, drop }) => {
  await open('/audiences')
  await page.evaluate(
    `location.hash = '/distributions/new?audiences=${eco.audience_id}&platforms=${drop.platform_id}'`,
  )
  await page.route('**/api/rpc/distributions.create', route =>
    route.fulfill({
      status: 422,
      json: {
        ok: false,
        error: {
          code: 'validation_failed',
          message: 'notes: must not say that',
          details: { fields: [{ path: 'notes', message: 'must not say that' }] },
        },
      },
    }),
  )
  const notes = page.getByRole('textbox', { name: 'Notes' })
  await notes.fill('Something')
  const send = page.getByRole('button', { name: 'Send now' })
  await expect(send).not.toHaveAttribute('aria-disabled')
  await send.click()
  await expect(notes).toBeFocused()
  await expect(notes).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('Must not say that')).toBeVisible()
  await notes.fill('Something else')
  await expect(notes).not.toHaveAttribute('aria-invalid')
})

test('asks before it is left with choices, and brings them back', async ({ page, open, eco, drop }) => {
  await open('/distributions/new')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/#\/distributions$/)
  await open('/distributions/new')
  await page.getByRole('checkbox', { name: /^Eco-conscious/ }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Leave without planning?' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).last().click()
  await page.getByRole('link', { name: 'Platforms' }).click()
  await expect(page).toHaveURL(/#\/platforms$/)
  await toast(page, 'You left without planning').getByRole('button', { name: 'Go on planning' }).click()
  await expect(page.getByRole('checkbox', { name: new RegExp(`^${eco.name}`) })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: new RegExp(`^${drop.name}`) })).not.toBeChecked()
})

test('takes audiences chosen in the list to each platform', async ({
  page,
  open,
  app,
  eco,
  drop,
  folder,
}) => {
  answerOf(await app.invoke('audiences.create', { ...ECO, name: 'Lapsed travellers' }))
  await create(app, { ...dropIn(folder), name: 'Second drop' })
  await open('/platforms')
  await open('/audiences')
  await expect(page.getByRole('row').filter({ hasText: eco.name })).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Distribute' }).click()
  await expect(page.getByRole('list', { name: 'Chosen audiences' }).getByRole('listitem')).toHaveCount(3)
  await page.getByRole('checkbox', { name: new RegExp(`^${drop.name}`) }).click()
  await page.getByRole('checkbox', { name: /^Second drop/ }).click()
  await expect(page.getByRole('region', { name: 'Check' })).toContainText('All 4 can be planned.')
  await page.getByRole('button', { name: 'Send 4 now' }).click()
  await expect(page).toHaveURL(/#\/distributions$/)
  await expect(toast(page, '4 distributions planned')).toBeVisible()
  await expect
    .poll(async () => answerOf(await app.invoke('distributions.count', {})).by_status.completed)
    .toBe(4)
})
