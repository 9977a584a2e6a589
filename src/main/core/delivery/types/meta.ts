// Meta: a custom audience of the ad account. Its members are uploaded by hand.
import { baseUrl } from '../../connectors/addresses.ts'
import { type Failure, failed, type Step, unreadable } from '../../connectors/failure.ts'
import type { HttpRequest, Reply } from '../../connectors/http/request.ts'
import { at, listAt, textAt } from '../../connectors/reading.ts'
import type { Run } from '../../connectors/run.ts'
import { explain as explainAccount } from '../../connectors/types/meta.ts'
import { connector, done, failure, type Job } from '../connector.ts'
import type { HandoverWords } from '../handover.ts'
import { deliverObject, externalId, type Found, type PlatformApi } from '../platform-object.ts'

const MAX_PAGES = 100
/** operation_status of an audience whose name or data Meta found fault with. */
const FLAGGED = '471'
/** Subcode of 100 with which edits of a flagged audience are refused. */
const FLAGGED_SUBCODE = '1713230'

const flagged = (which: string): Failure => ({
  cause: 'rejected',
  message: `Meta has flagged the custom audience ${which} (status 471): its name suggests health or finances, so new campaigns can’t use it and changes to it are refused.`,
  hint: 'Give the audience a name without such words, or ask for a review under Audiences in Meta Ads Manager; then plan a new first run.',
})

const call = (run: Run, method: HttpRequest['method'], path: string, body?: object) =>
  run.call({
    method,
    url: `${baseUrl('meta')}/${run.value('api_version')}/${path}`,
    headers: { authorization: `Bearer ${run.value('access_token')}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

const answerOf = ({ body }: Reply) => (body.kind === 'json' ? body.value : null)
/** An error inside of an answer with status 200 is an error all the same. */
const refused = (reply: Reply) => reply.status !== 200 || at(answerOf(reply), 'error') !== undefined

function explain(reply: Reply, run: Run, which: string): Failure {
  const answer = answerOf(reply)
  if (textAt(answer, 'error', 'error_subcode') === FLAGGED_SUBCODE) return flagged(which)
  return explainAccount(reply, run)
}

const named = ({ input }: Job) => `“${input.audience.name}”`

/** What Meta keeps of our id, so that the audience can be found again. */
const descriptionOf = (job: Job) => `Made by Activation Manager for run ${externalId(job)}`

const isFlagged = (answer: unknown) => textAt(answer, 'operation_status', 'code') === FLAGGED

async function readStatus({ run }: Job, id: string): Promise<Step<Reply>> {
  return call(run, 'GET', `${encodeURIComponent(id)}?fields=id,name,operation_status`)
}

const api: PlatformApi<null> = {
  noun: 'custom audience',
  signIn: async () => done(null),

  /** The name follows the audience's. */
  async keep(job, _signed, id) {
    const { run, input } = job
    const read = await readStatus(job, id)
    if (!read.ok) return read
    const answer = answerOf(read.value)
    const gone =
      textAt(answer, 'error', 'code') === '100' && textAt(answer, 'error', 'error_subcode') === '33'
    if (gone || read.value.status === 404) return done(null)
    if (refused(read.value)) return failure(explain(read.value, run, id))
    if (isFlagged(answer)) return failure(flagged(id))
    if (textAt(answer, 'name') === input.audience.name) return done({ id })
    const edited = await call(run, 'POST', encodeURIComponent(id), { name: input.audience.name })
    if (!edited.ok) return edited
    return refused(edited.value) ? failure(explain(edited.value, run, id)) : done({ id })
  },

  /** GET act_{id}/customaudiences, page by page: https://developers.facebook.com/docs/marketing-api/reference/ad-account/customaudiences/#Reading */
  async find(job): Promise<Step<Found | null>> {
    const { run } = job
    const query = new URLSearchParams({ fields: 'id,description,operation_status', limit: '100' })
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const sent = await call(run, 'GET', `act_${run.value('ad_account_id')}/customaudiences?${query}`)
      if (!sent.ok) return sent
      if (refused(sent.value)) return failure(explain(sent.value, run, named(job)))
      const answer = answerOf(sent.value)
      const own = listAt(answer, 'data').find(one => textAt(one, 'description') === descriptionOf(job))
      const id = textAt(own, 'id')
      if (id) return isFlagged(own) ? failure(flagged(id)) : done({ id })
      const after = textAt(answer, 'paging', 'cursors', 'after')
      if (!after || textAt(answer, 'paging', 'next') === null) return done(null)
      query.set('after', after)
    }
    return failed(
      'rejected',
      `Ad account ${run.value('ad_account_id')} has too many custom audiences at Meta to find out whether this run’s is among them.`,
      `Look in Meta Ads Manager for the one whose description is “${descriptionOf(job)}”. If it isn’t there, plan the run anew; if it is, fill it by hand.`,
    )
  },

  /** POST act_{id}/customaudiences: https://developers.facebook.com/documentation/ads-commerce/marketing-api/audiences/guides/custom-audiences */
  async create(job) {
    const { run, input } = job
    const sent = await call(run, 'POST', `act_${run.value('ad_account_id')}/customaudiences`, {
      name: input.audience.name,
      subtype: 'CUSTOM',
      description: descriptionOf(job),
      customer_file_source: run.value('customer_file_source'),
    })
    if (!sent.ok) return sent
    if (refused(sent.value)) return failure(explain(sent.value, run, named(job)))
    const id = textAt(answerOf(sent.value), 'id')
    if (!id) return failure(unreadable(run.service, sent.value.status))
    // Meta judges the name at once. That it can't be asked doesn't unmake the audience.
    const read = await readStatus(job, id)
    if (read.ok && isFlagged(answerOf(read.value))) return failure(flagged(id))
    return done({ id })
  },
}

const words: HandoverWords = {
  upload: (_job, id) => [
    `In Meta Ads Manager, open Audiences, find the custom audience ${id} and upload the list to it as a customer list. By the API it is POST /${id}/users with session and payload, at most 10,000 people a request; POST /${id}/usersreplace swaps the whole list.`,
  ],
  mind: () => [
    'An identifier that is unknown for a person is sent as an empty text, so that columns stay in line. An upload with fewer than 100 matches may be discarded, and it may take 24 hours to settle.',
  ],
}

export const metaDelivery = connector({
  type: 'meta',
  settings: ['ad_account_id', 'customer_file_source', 'api_version'],
  deliver: (job: Job) => deliverObject(job, api, words),
})
