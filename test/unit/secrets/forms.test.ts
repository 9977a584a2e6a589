// The search itself: it finds each form, and says nothing of what isn't there.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../credentials/temporary.ts'
import { formsByHand, secretsBelow, secretsIn } from './forms.ts'

const VALUE = 'tök"en\\with+all/of & them=100%?!>>>???ÿÿ>>>???'

it.each([
  ['plain', VALUE],
  ['json', JSON.stringify({ at: { depth: VALUE } })],
  ['json in json', JSON.stringify(JSON.stringify([VALUE]))],
  ['base64', Buffer.from(VALUE).toString('base64')],
  ['base64url', Buffer.from(VALUE).toString('base64url')],
  ['url', `https://example.com/?key=${encodeURIComponent(VALUE)}`],
  ['form', new URLSearchParams({ key: VALUE }).toString()],
  ['hex', Buffer.from(VALUE).toString('hex')],
])('%s is found', (form, text) => {
  expect(secretsIn('here', Buffer.from(`before ${text} after`), { token: VALUE })).toContain(
    `here: token as ${form}`,
  )
})

it('the forms of a value with signs differ from each other', () => {
  const forms = Object.values(formsByHand(VALUE)).map(form => form.toString('hex'))
  expect(new Set(forms).size).toBe(forms.length)
})

it('other wide letters are found, and nothing where there is nothing', () => {
  expect(secretsIn('here', Buffer.from(VALUE, 'utf16le'), { token: VALUE })).toEqual(['here: token as utf16'])
  expect(secretsIn('here', Buffer.from(VALUE.slice(1)), { token: VALUE })).toEqual([])
})

it('files are looked at by name and content, at any depth', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'a/b'), { recursive: true })
  await writeFile(join(folder, 'a/b/synthetic-token.json'), 'x synthetic-value y')
  const found = secretsBelow(folder, { name: 'synthetic-token', value: 'synthetic-value', none: 'absent' })
  expect([...new Set(found.map(one => one.replace(/ as .*/, '')))].sort()).toEqual([
    `${join('a/b/synthetic-token.json')}: value`,
    `the name ${join('a/b/synthetic-token.json')}: name`,
  ])
})
