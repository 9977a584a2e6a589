// docs/platforms.md is written from the definitions: this fails when one says what the other doesn't. WRITE_DOCS=1 rewrites it.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { PLATFORM_TYPES } from '../../../src/shared/domain/platform.ts'
import {
  type Basis,
  type FieldDefinition,
  PLATFORM_DEFINITIONS,
  type PlatformDefinition,
} from '../../../src/shared/platforms/definition.ts'
import { NORMALISE_STEPS } from '../../../src/shared/platforms/normalise-steps.ts'

const number = (value: number) => value.toLocaleString('en')
const cell = (text: string) => text.replaceAll('|', '\\|')
const rows = (head: readonly string[], body: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...body].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const GROUND = {
  platform: 'the platform’s documents',
  third_party: 'third party',
  unconfirmed: 'not confirmed',
  own: 'our choice',
}
const ground = (fact: Basis) =>
  fact.source === null ? GROUND[fact.basis] : `[${GROUND[fact.basis]}](${fact.source})`

function valuesOf(field: FieldDefinition): string {
  const parts = [
    field.choices?.map(choice => `${choice.label} (\`${choice.value}\`)`).join(', '),
    field.rule,
    field.min === undefined || field.max === undefined
      ? undefined
      : `${number(field.min)} to ${number(field.max)}`,
    field.placeholder === undefined ? undefined : `for example \`${field.placeholder}\``,
    field.default === undefined
      ? undefined
      : `starts as ${typeof field.default === 'number' ? number(field.default) : `\`${field.default}\``}`,
  ]
  return capital(parts.filter(part => part !== undefined).join('; '))
}

const fieldTable = (fields: readonly FieldDefinition[]) =>
  rows(
    ['field', 'needed', 'what for', 'where to find it', 'values'],
    fields.map(field => [
      `${field.label} (\`${field.key}\`)`,
      field.required ? 'yes' : 'no',
      field.help,
      field.where,
      valuesOf(field),
    ]),
  )

function signIn({ credentials, credential_sets }: PlatformDefinition): string {
  if (credentials.length === 0) return 'None.'
  const label = (key: string) => credentials.find(field => field.key === key)?.label ?? key
  const ways = credential_sets.map(set => `${set.name}: ${set.fields.map(label).join(', ')}`)
  const choice = ways.length > 1 ? `One of these is enough: ${ways.join('; or ')}.\n\n` : ''
  return choice + fieldTable(credentials)
}

function limits({ size_floor, batch, default_match_rate }: PlatformDefinition): string {
  const size = size_floor.records === null ? 'none known' : `${number(size_floor.records)} members`
  const records = batch.records === null ? [] : [`${number(batch.records)} records`]
  const bytes = batch.bytes === null ? [] : [`${number(batch.bytes / 1_000_000)} MB`]
  const request = [...records, ...bytes].join(' and ') || 'none known'
  const body = [
    ['Smallest list', size, size_floor.note, ground(size_floor)],
    ['Largest request', request, batch.note, ground(batch)],
  ]
  if (default_match_rate)
    body.push([
      'Expected match rate',
      `${Math.round(default_match_rate.rate * 100)} %`,
      default_match_rate.note,
      ground(default_match_rate),
    ])
  return rows(['limit', 'figure', 'remark', 'says'], body)
}

const hashing = ({ hashing }: PlatformDefinition) =>
  rows(
    ['identifier', 'made comparable', 'hash', 'remark', 'says'],
    hashing.map(rule => [
      rule.identifier,
      rule.steps.map(step => NORMALISE_STEPS[step]).join(', then ') || 'as it is',
      rule.algorithm === 'none' ? 'none' : `SHA-256, ${rule.encoding === 'hex' ? 'hexadecimal' : 'Base64'}`,
      rule.note ?? '',
      ground(rule),
    ]),
  )

const REPORTED = {
  by_api: 'Reported by the platform.',
  derived: 'Worked out from the platform’s counts.',
  never: 'Not reported.',
}

const reach = ({ api }: PlatformDefinition) =>
  api
    ? `API version ${api.version} at ${Object.values(api.base_urls)
        .map(url => `\`${url}\``)
        .join(', ')} ([source](${api.source})).`
    : 'No API of a platform is called.'

const chapter = (definition: PlatformDefinition) =>
  [
    `## ${definition.name}`,
    `\`${definition.type}\` · ${definition.about} ${reach(definition)}`,
    '### Credentials',
    signIn(definition),
    '### Settings',
    fieldTable(definition.settings),
    '### Limits',
    limits(definition),
    '### Hashing',
    hashing(definition),
    '### Match rate',
    `${REPORTED[definition.match_rate.reported]} ${definition.match_rate.how} (${ground(definition.match_rate)})`,
    '### Good to know',
    definition.notes.map(note => `- ${note.text} (${ground(note)})`).join('\n'),
  ].join('\n\n')

const INTRODUCTION = `# Platforms: what each needs, and what it can do

This page is written from the tables in \`src/shared/platforms/\`, which the forms and checks use too; a test fails when it
differs from them (\`WRITE_DOCS=1 npx vitest run test/unit/shared/platform-doc.test.ts\` writes it anew).

- **Credentials** are kept in the keychain of the operating system and never shown again. **Settings** are kept with the
  platform and shown; what looks like a secret is refused there.
- A platform can be saved before it is complete. Until it is, it takes no distributions and says what is missing.
- **IDs** are text: some are larger than a spreadsheet or a program keeps exactly. Copy the digits, not a number.
- Every platform also has an expected match rate (0 to 1), automatic refresh (on or off) and its frequency (daily, weekly,
  monthly).
- Each figure says how far it can be trusted: *the platform’s documents*; *third party*, which is another vendor’s page or
  public code; *not confirmed*, which no page we read confirms; or *our choice*. Platforms change their limits without
  asking: where a figure matters, check it in your account.`

it('is what the definitions say', () => {
  const chapters = PLATFORM_TYPES.map(type => chapter(PLATFORM_DEFINITIONS[type]))
  const document = `${[INTRODUCTION, ...chapters].join('\n\n')}\n`
  const path = resolve(import.meta.dirname, '../../../docs/platforms.md')
  if (process.env.WRITE_DOCS === '1') writeFileSync(path, document)
  expect(readFileSync(path, 'utf8')).toBe(document)
})
