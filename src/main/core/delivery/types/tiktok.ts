// TikTok: a custom audience of the advertiser; success is `code` 0, whatever the HTTP status. Members are uploaded by hand.
import { baseUrl } from '../../connectors/addresses.ts'
import { type Failure, failed, type Step, unreadable } from '../../connectors/failure.ts'
import type { HttpRequest, Reply } from '../../connectors/http/request.ts'
import { listAt, textAt } from '../../connectors/reading.ts'
import type { Run } from '../../connectors/run.ts'
import { explain as explainAccount, succeeded } from '../../connectors/types/tiktok.ts'
import { connector, done, failure, type Job } from '../connector.ts'
import type { HandoverWords } from '../handover.ts'
import { deliverObject, type Found, isMarked, markedName, type PlatformApi } from '../platform-object.ts'

const PAGE = 100
/** TikTok keeps at most 400 audiences an account; this is far more. */
const MAX_PAGES = 50
const NAME_LENGTH = 128

const call = (run: Run, method: HttpRequest['method'], path: string, body?: object) =>
  run.call({
    method,
    url: `${baseUrl('tiktok')}/${run.value('api_version')}/${path}`,
    headers: { 'Access-Token': run.value('access_token'), 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

const answerOf = ({ body }: Reply) => (body.kind === 'json' ? body.value : null)

/** Return codes: https://business-api.tiktok.com/portal/docs?id=1737172488964097 */
function explain(reply: Reply, run: Run): Failure {
  const advertiser = run.value('advertiser_id')
  switch (textAt(answerOf(reply), 'code')) {
    case '40001':
      return {
        cause: 'missing_scope',
        message: `The access token is not permitted to manage the audiences of TikTok advertiser ${advertiser}.`,
        hint: 'Give the app the permission for audience management, authorise it for this advertiser, save the new access token with the platform, then retry the run.',
      }
    case '40002':
    case '40007':
      return {
        cause: 'rejected',
        message: `TikTok does not accept the audience as it was asked for (code ${textAt(answerOf(reply), 'code')}).`,
        hint: 'Check the advertiser ID in the platform’s settings, and the audience’s name; then retry the run.',
      }
    default:
      return explainAccount(reply)
  }
}

/** By what kind of identifier the audience is filled; e-mail where the audience says nothing else that TikTok knows. */
const idType = ({ input }: Job) =>
  input.audience.identifier_type === 'maid' ? 'IDFA_SHA256' : 'EMAIL_SHA256'

const api: PlatformApi<null> = {
  noun: 'custom audience',
  signIn: async () => done(null),

  /** GET dmp/custom_audience/get: an audience that is gone is missing in the list. */
  async keep({ run }, _signed, id) {
    const query = new URLSearchParams({
      advertiser_id: run.value('advertiser_id'),
      custom_audience_ids: JSON.stringify([id]),
    })
    const sent = await call(run, 'GET', `dmp/custom_audience/get/?${query}`)
    if (!sent.ok) return sent
    if (!succeeded(sent.value)) return failure(explain(sent.value, run))
    const list = listAt(answerOf(sent.value), 'data', 'list')
    return done(list.some(one => textAt(one, 'audience_details', 'audience_id') === id) ? { id } : null)
  },

  /** GET dmp/custom_audience/list/: https://business-api.tiktok.com/portal/docs/get-all-audiences/v1.3 */
  async find(job): Promise<Step<Found | null>> {
    const { run } = job
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const query = new URLSearchParams({
        advertiser_id: run.value('advertiser_id'),
        page: String(page),
        page_size: String(PAGE),
      })
      const sent = await call(run, 'GET', `dmp/custom_audience/list/?${query}`)
      if (!sent.ok) return sent
      if (!succeeded(sent.value)) return failure(explain(sent.value, run))
      const list = listAt(answerOf(sent.value), 'data', 'list')
      const id = textAt(
        list.find(one => isMarked(job, textAt(one, 'name'))),
        'audience_id',
      )
      if (id) return done({ id })
      if (list.length < PAGE) return done(null)
    }
    return failed(
      'rejected',
      `Advertiser ${run.value('advertiser_id')} has too many custom audiences at TikTok to find out whether this run’s is among them.`,
      `Look in TikTok Ads Manager for “${markedName(job, NAME_LENGTH)}”. If it isn’t there, plan the run anew; if it is, fill it by hand.`,
    )
  },

  /** POST segment/audience/: https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/tiktok-audiences/index.ts */
  async create(job) {
    const { run } = job
    const sent = await call(run, 'POST', 'segment/audience/', {
      custom_audience_name: markedName(job, NAME_LENGTH),
      advertiser_id: run.value('advertiser_id'),
      id_type: idType(job),
      action: 'create',
    })
    if (!sent.ok) return sent
    if (!succeeded(sent.value)) return failure(explain(sent.value, run))
    const id = textAt(answerOf(sent.value), 'data', 'audience_id')
    return id ? done({ id }) : failure(unreadable(run.service, sent.value.status))
  },
}

const words: HandoverWords = {
  upload: (job, id) => [
    `In TikTok Ads Manager, open Audiences, find the custom audience ${id} and upload the list to it as a customer file. It was made for identifiers of the kind ${idType(job)}; the address for uploads by the API is not confirmed.`,
  ],
  mind: () => [
    'A list needs about 1,000 people to be targeted, and the size that TikTok shows is refreshed within 24 to 48 hours.',
  ],
}

export const tiktokDelivery = connector({
  type: 'tiktok',
  settings: ['advertiser_id', 'api_version'],
  deliver: (job: Job) => deliverObject(job, api, words),
})
