// The page for receivers says what the app does: its example of a signature, its waits, states, columns and answers.
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { signedHeaders } from '../../../src/main/core/connectors/types/webhook.ts'
import type { DeliverInput } from '../../../src/main/core/delivery/face.ts'
import { contentsOf } from '../../../src/main/core/delivery/package/contents.ts'
import { MESSAGE_TYPE, partsOf } from '../../../src/main/core/delivery/types/webhook.ts'
import { canMove, DISTRIBUTION_STATUSES } from '../../../src/shared/domain/distribution.ts'
import { BACKOFF_MINUTES, LONGEST_WAIT_S } from '../../../src/shared/domain/distribution-change.ts'
import { RECEIPT_OUTCOMES } from '../../../src/shared/domain/receipt.ts'
import { audienceOf, distributionOf, NOW, platformOf } from '../delivery/support.ts'

const page = await readFile(new URL('../../../docs/deliveries.md', import.meta.url), 'utf8')
const rowOf = (start: string) => page.split('\n').find(line => line.startsWith(`| ${start}`)) ?? ''

const INPUT: DeliverInput = {
  key: 'dist_1.1',
  audience: audienceOf(),
  distribution: distributionOf(),
  segments: audienceOf().segments,
  platform: platformOf('folder'),
  previous_platform_audience_id: null,
  resumed: false,
  folder: '/',
  progress: () => {},
  credentials: {},
  settings: {},
  signal: new AbortController().signal,
  timeout_ms: 1,
  now: () => NOW,
  saveTokens: async () => {},
}

describe('a webhook message', () => {
  it('has the signature of the example', () => {
    const field = (name: string) => new RegExp(`^    ${name} +(.+)$`, 'm').exec(page)?.[1] ?? ''
    const at = new Date(Number(field('webhook-timestamp')) * 1_000)
    expect(signedHeaders(field('secret'), field('webhook-id'), at, field('body'))).toMatchObject({
      'webhook-signature': field('webhook-signature'),
    })
  })

  it('has the fields of the example', () => {
    const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '')
    const [first] = partsOf(INPUT, 1)
    const message = JSON.parse(first?.body ?? '') as { data: Record<string, object> }
    const { data, ...rest } = example as { data: Record<string, object> }
    expect(rest).toMatchObject({ type: MESSAGE_TYPE })
    expect(Object.keys(data)).toEqual(Object.keys(message.data))
    expect(Object.keys(message.data.audience ?? {})).toEqual(
      expect.arrayContaining(Object.keys(data.audience ?? {})),
    )
  })
})

it('a package has the files and columns of the tables', async () => {
  const contents = await contentsOf(INPUT, ['csv', 'parquet'])
  for (const { file } of contents) expect(page).toContain(`\`${file.name}\``)
  const csv = contents.find(({ file }) => file.name === 'segments.csv')?.bytes.toString() ?? ''
  const columns = page.slice(page.indexOf('| column '), page.indexOf('`segments.csv` is UTF-8'))
  expect([...columns.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(csv.split('\r\n')[0]?.split(','))
})

it('the states are those of the state machine', () => {
  for (const from of DISTRIBUTION_STATUSES) {
    const next = rowOf(`\`${from}\``).split('|').at(-2) ?? ''
    expect([from, ...[...next.matchAll(/`(\w+)`/g)].map(([, to]) => to)]).toEqual([
      from,
      ...DISTRIBUTION_STATUSES.filter(to => canMove(from, to)),
    ])
  }
})

it('the waits before retries are those of the engine', () => {
  const last = BACKOFF_MINUTES.at(-1)
  expect(page).toContain(`${BACKOFF_MINUTES.slice(0, -1).join(', ')} and ${last} minutes`)
  expect(BACKOFF_MINUTES).toHaveLength(5)
  expect([page.includes('more than a week'), LONGEST_WAIT_S]).toEqual([true, 7 * 86_400])
})

it('every outcome of a receipt is explained', () => {
  for (const outcome of RECEIPT_OUTCOMES) expect(page).toContain(`\`${outcome}\``)
})
