// LinkedIn: matchedCount and inputCount of a DMP segment, which cover what was uploaded in the last 7 days.
import { baseUrl } from '../../connectors/addresses.ts'
import { done, failed, type Step } from '../../connectors/failure.ts'
import { at, listAt, textAt } from '../../connectors/reading.ts'
import { accessToken, explain } from '../../connectors/types/linkedin.ts'
import { type Asked, gone, NOT_YET, type Reading, reader } from './reader.ts'

/** How far back both counts reach: https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/create-and-manage-segment-destinations */
const WINDOW_MS = 7 * 86_400_000
/** While it builds or updates, the counts grow. */
const SETTLED = new Set(['READY', 'ARCHIVED'])
/** https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/matched-audiences-faq */
const ENDED = new Set(['EXPIRED', 'FAILED', 'ERROR'])

const NOTE =
  'LinkedIn counts what was uploaded in the last 7 days: the people of the lists, and those of them that it matched.'

const countAt = (value: unknown, key: string) => {
  const found = at(value, key)
  return typeof found === 'number' && Number.isSafeInteger(found) && found > 0 ? found : null
}

/** Whether all that was ever uploaded to the segment was so by this attempt, or all that is counted of it. */
function isOwn({ input, since }: Asked, segment: unknown): boolean {
  const { distribution, now } = input
  const made = textAt(segment, 'sourceSegmentId') === distribution.distribution_id
  if (made && (distribution.metadata.attempt?.number ?? 1) === 1) return true
  return now().getTime() - since.getTime() >= WINDOW_MS
}

/** GET /dmpSegments/{id}: https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/create-and-manage-segments */
async function read(asked: Asked): Promise<Step<Reading>> {
  const { run, id } = asked
  const token = await accessToken(run)
  if (!token.ok) return token
  const sent = await run.call({
    method: 'GET',
    url: `${baseUrl('linkedin')}/dmpSegments/${encodeURIComponent(id)}`,
    headers: {
      authorization: `Bearer ${token.value}`,
      'LinkedIn-Version': run.value('api_version'),
      'X-Restli-Protocol-Version': '2.0.0',
    },
  })
  if (!sent.ok) return sent
  const { status, body } = sent.value
  if (status === 404) return gone(run.service, 'segment', id)
  const segment = body.kind === 'json' ? body.value : null
  if (status !== 200) return { ok: false, failure: explain(sent.value, run) }
  // The state and the matches are those of the destination; some versions have them on the segment itself.
  const destination = listAt(segment, 'destinations').find(one => textAt(one, 'destination') === 'LINKEDIN')
  const state = textAt(destination, 'status') ?? textAt(segment, 'status') ?? ''
  if (ENDED.has(state)) {
    return failed(
      'rejected',
      `LinkedIn’s segment ${id} can’t be used any more: its state is ${state}.`,
      'Look at the segment in LinkedIn Campaign Manager; stop the run and plan another, or enter its results if you know them.',
    )
  }
  const matched_records = countAt(destination, 'matchedCount') ?? countAt(segment, 'matchedCount')
  const total_records = countAt(segment, 'inputCount')
  if (!SETTLED.has(state) || matched_records === null || total_records === null || !isOwn(asked, segment))
    return done(NOT_YET)
  return done({
    state: 'reported',
    total_records,
    matched_records,
    match_rate: matched_records / total_records,
    note: NOTE,
  })
}

export const readLinkedIn = reader({
  type: 'linkedin',
  noun: 'segment',
  settings: ['account_id', 'api_version'],
  read,
})
