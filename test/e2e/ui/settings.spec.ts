// The list of sections at the side of Settings: by keyboard and by mouse, as an address, and while one scrolls.
import type { Page } from 'playwright/test'
import { expect, test } from './audience-fixtures.ts'

const list = (page: Page) => page.getByRole('navigation', { name: 'Sections of the settings' })
const marked = (page: Page) => list(page).locator('[aria-current="location"]')
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 })

test('leads to a section, from where the keyboard goes on, and marks what is looked at', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await open('/settings')
  await expect(marked(page)).toHaveText('Profile')

  await list(page).getByRole('link', { name: 'Backups' }).press('Enter')
  await expect(page).toHaveURL(/#\/settings\/backups$/)
  await expect(heading(page, 'Backups')).toBeFocused()
  await expect(heading(page, 'Backups')).toBeInViewport({ ratio: 1 })
  await expect(marked(page)).toHaveText('Backups')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Back up now' })).toBeFocused()

  // The last one can't come to the top; it is marked all the same.
  await list(page).getByRole('link', { name: 'About' }).click()
  await expect(heading(page, 'About')).toBeInViewport({ ratio: 1 })
  await expect(marked(page)).toHaveText('About')

  await list(page).hover()
  await page.mouse.wheel(0, -10_000)
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeInViewport({ ratio: 1 })
  await expect(marked(page)).toHaveText('Profile')
  await page.mouse.wheel(0, 10_000)
  await expect(marked(page)).toHaveText('About')

  await page.goBack()
  await expect(heading(page, 'Backups')).toBeInViewport({ ratio: 1 })
  await expect(marked(page)).toHaveText('Backups')
})

test('a section has an address of its own, under which the window opens again', async ({ page, open }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await open('/settings/publish')
  await page.reload()
  await expect(heading(page, 'Publish for BI tools')).toBeInViewport({ ratio: 1 })
  await expect(marked(page)).toHaveText('Publish for BI tools')
  await expect(page.getByRole('link', { name: 'Settings', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  )
})
