// LinkedIn: a DMP segment for lists, known by our own id. Its members are uploaded by hand.
import { baseUrl } from '../../connectors/addresses.ts'
import { type Failure, failed, type Step, unreadable } from '../../connectors/failure.ts'
import type { HttpRequest, Reply } from '../../connectors/http/request.ts'
import { listAt, textAt } from '../../connectors/reading.ts'
import type { Run } from '../../connectors/run.ts'
import { accessToken, explain as explainAccount } from '../../connectors/types/linkedin.ts'
import { connector, done, failure, type Job } from '../connector.ts'
import type { HandoverWords } from '../handover.ts'
import { deliverObject, externalId, type Found, type PlatformApi } from '../platform-object.ts'

/** For lists that are uploaded; names of streaming partners are given by LinkedIn alone. */
const SOURCE_PLATFORM = 'LIST_UPLOAD'
const SEGMENT_TYPE = 'USER_LIST_UPLOAD'
const PAGE = 100
const MAX_PAGES = 100
const NAME_LENGTH = 200

/** Segments in these states can't be targeted any more: https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/matched-audiences-faq */
const ENDED = new Set(['EXPIRED', 'FAILED', 'ERROR'])

type Signed = { access_token: string }
const account = (run: Run) => `urn:li:sponsoredAccount:${run.value('account_id')}`

function explain(reply: Reply, run: Run): Failure {
  const { status } = reply
  if (status === 403) {
    return {
      cause: 'missing_scope',
      message: `LinkedIn does not let this sign-in manage the segments of ad account ${run.value('account_id')}.`,
      hint: 'Get the permission rw_dmp_segments approved for your LinkedIn app, and give the member a role above Viewer in the ad account; then retry the run.',
    }
  }
  if (status === 404) {
    return {
      cause: 'wrong_id',
      message: `LinkedIn finds no ad account ${run.value('account_id')} for segments.`,
      hint: 'Copy the ad account ID from LinkedIn Campaign Manager, save it with the platform, then retry the run.',
    }
  }
  if (status === 400 || status === 422) {
    return {
      cause: 'rejected',
      message: `LinkedIn does not accept the segment as it was asked for (HTTP ${status}).`,
      hint: 'Check the ad account ID and the API version in the platform’s settings, and the audience’s name; then retry the run.',
    }
  }
  return explainAccount(reply, run)
}

const request = (
  run: Run,
  { access_token }: Signed,
  method: HttpRequest['method'],
  path: string,
): HttpRequest => ({
  method,
  url: `${baseUrl('linkedin')}/dmpSegments${path}`,
  headers: {
    authorization: `Bearer ${access_token}`,
    'LinkedIn-Version': run.value('api_version'),
    'X-Restli-Protocol-Version': '2.0.0',
    'content-type': 'application/json',
  },
})

const answerOf = ({ body }: Reply) => (body.kind === 'json' ? body.value : null)

const api: PlatformApi<Signed> = {
  noun: 'segment',

  async signIn({ run }) {
    const token = await accessToken(run)
    return token.ok ? done({ access_token: token.value }) : token
  },

  async keep({ run }, signed, id) {
    const sent = await run.call(request(run, signed, 'GET', `/${encodeURIComponent(id)}`))
    if (!sent.ok) return sent
    if (sent.value.status === 404) return done(null)
    if (sent.value.status !== 200) return failure(explain(sent.value, run))
    // The state is that of the destination; some versions have it on the segment itself.
    const segment = answerOf(sent.value)
    const destination = listAt(segment, 'destinations').find(one => textAt(one, 'destination') === 'LINKEDIN')
    const state = textAt(destination, 'status') ?? textAt(segment, 'status') ?? ''
    if (ENDED.has(state)) {
      return failed(
        'rejected',
        `LinkedIn’s segment ${id}, which an earlier run filled, can’t be used any more: its state is ${state}.`,
        'Plan a new first run of this audience, which makes another segment.',
      )
    }
    return done({ id })
  },

  /** GET dmpSegments?q=account: https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/create-and-manage-segments */
  async find(job, signed): Promise<Step<Found | null>> {
    const { run } = job
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = new URLSearchParams({
        q: 'account',
        account: account(run),
        sourcePlatform: SOURCE_PLATFORM,
        sourceSegmentId: externalId(job),
        start: String(page * PAGE),
        count: String(PAGE),
      })
      const sent = await run.call(request(run, signed, 'GET', `?${query}`))
      if (!sent.ok) return sent
      if (sent.value.status !== 200) return failure(explain(sent.value, run))
      const elements = listAt(answerOf(sent.value), 'elements')
      // Where the id was not looked at, all segments of the account come.
      const own = elements.find(one => textAt(one, 'sourceSegmentId') === externalId(job))
      const id = textAt(own, 'id')
      if (id) return done({ id })
      if (elements.length < PAGE) return done(null)
    }
    return failed(
      'rejected',
      `Ad account ${run.value('account_id')} has too many segments at LinkedIn to find out whether this run’s is among them.`,
      `Look there for a segment with the source segment ID ${externalId(job)}. If it isn’t there, plan the run anew; if it is, fill it by hand.`,
    )
  },

  async create(job, signed) {
    const { run, input } = job
    // The id may come in a header alone, with nothing in the body.
    const sent = await run.callRaw({
      ...request(run, signed, 'POST', ''),
      body: JSON.stringify({
        name: input.audience.name.slice(0, NAME_LENGTH),
        sourcePlatform: SOURCE_PLATFORM,
        sourceSegmentId: externalId(job),
        account: account(run),
        accessPolicy: 'PRIVATE',
        type: SEGMENT_TYPE,
        destinations: [{ destination: 'LINKEDIN' }],
      }),
    })
    if (!sent.ok) return sent
    const { status, made_id } = sent.value
    const id = made_id ?? textAt(answerOf(sent.value), 'id')
    if (status >= 200 && status < 300 && id) return done({ id })
    const general = run.trouble(sent.value)
    return failure(general ?? (status < 300 ? unreadable(run.service, status) : explain(sent.value, run)))
  },
}

const words: HandoverWords = {
  upload: ({ run }, id) => [
    `In LinkedIn Campaign Manager, open the matched audiences of ad account ${run.value('account_id')} and upload the list to the segment ${id}. By the API the list is attached to dmpSegments/${id}/listUploads; wait 5 seconds after the segment was made.`,
  ],
  mind: () => [
    'The list needs at least 300 members who are matched before a campaign may use it, and LinkedIn takes up to 48 hours for it.',
  ],
}

export const linkedinDelivery = connector({
  type: 'linkedin',
  settings: ['account_id', 'api_version'],
  deliver: (job: Job) => deliverObject(job, api, words),
})
