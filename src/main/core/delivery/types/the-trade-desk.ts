// The Trade Desk: a CRM data segment of the advertiser. Its members are uploaded by hand.
import { baseUrl } from '../../connectors/addresses.ts'
import { type Failure, failed, type Step, unknownAnswer, unreadable } from '../../connectors/failure.ts'
import type { HttpRequest, Reply } from '../../connectors/http/request.ts'
import { listAt, textAt } from '../../connectors/reading.ts'
import type { Run } from '../../connectors/run.ts'
import { explain as explainAccount } from '../../connectors/types/the-trade-desk.ts'
import { connector, done, failure, type Job } from '../connector.ts'
import type { HandoverWords } from '../handover.ts'
import { deliverObject, type Found, isMarked, markedName, type PlatformApi } from '../platform-object.ts'

/** Pages of an advertiser's segments that a look-up reads. */
const MAX_PAGES = 100
const NAME_LENGTH = 200

const url = (run: Run, ...parts: string[]) =>
  [
    baseUrl('the_trade_desk'),
    run.value('api_version'),
    'crmdata/segment',
    ...parts.map(encodeURIComponent),
  ].join('/')

const call = (run: Run, method: HttpRequest['method'], address: string, body?: object) =>
  run.call({
    method,
    url: address,
    headers: { 'TTD-Auth': run.value('token'), 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

/** Codes of refused content: https://raw.githubusercontent.com/api-evangelist/trade-desk/refs/heads/main/errors/trade-desk-error-codes.yml */
const CONTENT_CODES = new Set(['IncorrectContent', 'MissingData', 'SerializationFailed'])

function explain(reply: Reply, run: Run): Failure {
  const code = reply.body.kind === 'json' ? textAt(reply.body.value, 'ErrorCode') : null
  if (reply.status === 400 && code !== null && CONTENT_CODES.has(code)) {
    return {
      cause: 'rejected',
      message: `The Trade Desk does not accept the segment as it was asked for (${code}).`,
      hint: 'Check the region in the platform’s settings and the audience’s name, then retry the run.',
    }
  }
  if (reply.status === 409) return unknownAnswer(run.service, reply.status, code)
  return explainAccount(reply, run)
}

const api: PlatformApi<null> = {
  noun: 'segment',
  signIn: async () => done(null),

  async keep({ run }, _signed, id) {
    const sent = await call(run, 'GET', url(run, run.value('advertiser_id'), id))
    if (!sent.ok) return sent
    if (sent.value.status === 404) return done(null)
    if (sent.value.status !== 200) return failure(explain(sent.value, run))
    return done({ id })
  },

  /** Pages: PagingToken of the answer, sent as pagingToken. */
  async find(job): Promise<Step<Found | null>> {
    const { run } = job
    const first = url(run, run.value('advertiser_id'))
    let token: string | null = null
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query: string = token === null ? '' : `?pagingToken=${encodeURIComponent(token)}`
      const sent = await call(run, 'GET', `${first}${query}`)
      if (!sent.ok) return sent
      if (sent.value.status !== 200) return failure(explain(sent.value, run))
      const answer = sent.value.body.kind === 'json' ? sent.value.body.value : null
      const own = listAt(answer, 'Segments').find(one => isMarked(job, textAt(one, 'SegmentName')))
      const id = textAt(own, 'CrmDataId')
      if (id) return done({ id })
      token = textAt(answer, 'PagingToken') || null
      if (token === null) return done(null)
    }
    return failed(
      'rejected',
      `Advertiser ${run.value('advertiser_id')} has too many segments at The Trade Desk to find out whether this run’s is among them.`,
      `Look for a segment named “${markedName(job, NAME_LENGTH)}” there. If it isn’t there, plan the run anew; if it is, fill it by hand.`,
    )
  },

  /** POST /v3/crmdata/segment: https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/the-trade-desk-crm/index.ts */
  async create(job) {
    const { run } = job
    const region = run.value('region')
    const sent = await call(run, 'POST', url(run), {
      AdvertiserId: run.value('advertiser_id'),
      SegmentName: markedName(job, NAME_LENGTH),
      ...(region === '' ? {} : { Region: region }),
    })
    if (!sent.ok) return sent
    const { status, body } = sent.value
    if (status !== 200 && status !== 201) return failure(explain(sent.value, run))
    const id = body.kind === 'json' ? textAt(body.value, 'CrmDataId') : null
    return id ? done({ id }) : failure(unreadable(run.service, status))
  },
}

const words: HandoverWords = {
  encoding: ({ run }) => (run.value('pii_type') === 'Email' ? 'plain' : 'base64'),
  upload: ({ run }, id) => [
    `In The Trade Desk, open the CRM data of advertiser ${run.value('advertiser_id')} and upload the list to the segment ${id}, one identifier a line. By the API it is POST /crmdata/segment/${run.value('advertiser_id')}/${id} with PiiType ${run.value('pii_type')} and MergeMode Replace, then PUT to the address that comes back.`,
  ],
  mind: ({ run }) => [
    `Each upload replaces what the segment held. A list of fewer than ${Number(run.value('size_floor') || 1_500).toLocaleString('en')} rows may be refused.`,
  ],
}

export const theTradeDeskDelivery = connector({
  type: 'the_trade_desk',
  settings: ['advertiser_id', 'region', 'pii_type', 'size_floor', 'api_version'],
  deliver: (job: Job) => deliverObject(job, api, words),
})
