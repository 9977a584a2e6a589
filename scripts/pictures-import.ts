// The import's pictures: a table of another tool whose columns were found out, and what replacing a set with it would do.
import type { Page } from 'playwright'

const CRM = [
  'Ref;Audience name;Type;Reach;Variables;Labels;Region',
  'crm-0117;Eco-minded renters;first party;1,240,000;ENV_001, AGE_25;eco, renters;Northwest',
  'crm-0118;Weekend gardeners;third party;412,000;GARDEN_004;garden;Midwest',
  'crm-0119;Holiday bakers;third party;98,500;FOOD_017, HOME_003;seasonal;South',
  'crm-0120;First-time campers;clean room;61,200;OUTDOOR_002;outdoor;West',
  'crm-0121;Loft renters, urban core;first party;233,400;HOME_011, AGE_25;urban;Northeast',
  'crm-0122;Night owls;third party;77,100;MEDIA_009;media;South',
].join('\r\n')

export async function importPictures(
  go: (route: string) => Promise<void>,
  shot: (what: string) => Promise<unknown>,
  page: Page,
) {
  await go('#/import')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await choosing).setFiles({
    name: 'crm audiences.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(CRM),
  })
  await page.getByRole('combobox', { name: 'What “Ref” becomes' }).selectOption('audience_id')
  await page.mouse.move(0, 0)
  await shot('import')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: /^Replace a set/ }).click()
  await page.getByRole('combobox', { name: 'Tag or campaign' }).fill('home')
  await page.getByText(/ to the trash: in the set/).waitFor()
  await page.mouse.move(0, 0)
  await shot('import-plan')
}
