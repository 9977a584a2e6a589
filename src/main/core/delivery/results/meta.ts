// Meta: the size of a custom audience, from which a match rate is worked out. Meta itself gives none.
import { baseUrl } from '../../connectors/addresses.ts'
import { done, failed, type Step } from '../../connectors/failure.ts'
import { at, textAt } from '../../connectors/reading.ts'
import { explain } from '../../connectors/types/meta.ts'
import { type Asked, gone, NOT_YET, type Reading, reader } from './reader.ts'

/** An upload may take as long to settle; until then the size grows. */
const SETTLES_MS = 86_400_000
const FIELDS = 'id,approximate_count_lower_bound,delivery_status,operation_status,time_content_updated'

/**
 * Codes of `operation_status`: https://developers.facebook.com/docs/marketing-api/reference/custom-audience/
 * Settled: normal, expiring for want of use, a warning, few matches, many invalid entries, out of date.
 */
const SETTLED = new Set(['200', '100', '400', '411', '412', '450'])
const ENDED: Readonly<Record<string, string>> = {
  '415': 'the replacement of its list has failed',
  '470': 'the account that made it is no longer active',
  '471': 'its name suggests health or finances, so it is flagged and new campaigns can’t use it',
  '500': 'it reports an error that has to be mended there',
}
/** Of `delivery_status`: it may be used. 300, too small, is also what it says while it is matching. */
const USABLE = '200'

const NOTE =
  'An estimate: Meta gives no match rate. Matched is the lower bound of the audience’s size, which Meta rounds; the rate is that of the people sent.'

/** GET /{custom_audience_id}: the same page. */
async function read({ run, id, input, since }: Asked): Promise<Step<Reading>> {
  const sent = await run.call({
    method: 'GET',
    url: `${baseUrl('meta')}/${run.value('api_version')}/${encodeURIComponent(id)}?fields=${FIELDS}`,
    headers: { authorization: `Bearer ${run.value('access_token')}` },
  })
  if (!sent.ok) return sent
  const { status, body } = sent.value
  const audience = body.kind === 'json' ? body.value : null
  const isGone =
    textAt(audience, 'error', 'code') === '100' && textAt(audience, 'error', 'error_subcode') === '33'
  if (isGone || status === 404) return gone(run.service, 'custom audience', id)
  // An error inside of an answer with status 200 is an error all the same.
  if (status !== 200 || at(audience, 'error') !== undefined)
    return { ok: false, failure: explain(sent.value, run) }

  const operation = textAt(audience, 'operation_status', 'code') ?? '0'
  const ended = ENDED[operation]
  if (ended) {
    return failed(
      'rejected',
      `Meta reports trouble with the custom audience ${id}: ${ended} (status ${operation}).`,
      'Look at it under Audiences in Meta Ads Manager; stop the run and plan another, or enter its results if you know them.',
    )
  }
  const matched = at(audience, 'approximate_count_lower_bound')
  // Of the people in it, in seconds: it tells this run's upload from an earlier one.
  const filled_ms = Number(textAt(audience, 'time_content_updated') ?? '0') * 1_000
  const isFresh = filled_ms >= since.getTime() && input.now().getTime() - filled_ms >= SETTLES_MS
  const isUsable = textAt(audience, 'delivery_status', 'code') === USABLE
  if (!SETTLED.has(operation) || !isUsable || !isFresh) return done(NOT_YET)
  if (typeof matched !== 'number' || !Number.isSafeInteger(matched) || matched <= 0) return done(NOT_YET)

  const { match_results, metadata } = input.distribution
  const people = match_results.total_records ?? metadata.people ?? null
  return done({
    state: 'reported',
    total_records: people,
    matched_records: matched,
    match_rate: people ? matched / people : null,
    note: NOTE,
  })
}

export const readMeta = reader({
  type: 'meta',
  noun: 'custom audience',
  settings: ['ad_account_id', 'api_version'],
  read,
})
