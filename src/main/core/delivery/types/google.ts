// Google Ads: members go to a customer list that is there already; the account and the list are checked, nothing is made.
import { tokenUrl } from '../../connectors/addresses.ts'
import type { Step } from '../../connectors/failure.ts'
import { refreshAccessToken } from '../../connectors/oauth.ts'
import { textAt } from '../../connectors/reading.ts'
import { explain, probe } from '../../connectors/types/google.ts'
import { connector, done, failure, type Job, type Outcome } from '../connector.ts'
import { type HandoverWords, stepsOf } from '../handover.ts'
import { deliverPackage, handoverPlace } from '../package/deliver.ts'

const words: HandoverWords = {
  encoding: ({ run }) => (run.value('encoding') === 'BASE64' ? 'base64' : 'hex'),
  upload: ({ run }, id) =>
    id === ''
      ? [
          `In Google Ads account ${run.value('customer_id')}, open Tools, then Audience manager, and make a customer list there with the list of members. Its ID is in the address; enter it as Customer list ID in the platform’s settings, so that later runs are sent to it.`,
        ]
      : [
          `In Google Ads account ${run.value('customer_id')}, open Tools, then Audience manager, and upload the list to the customer list ${id}. By the Data Manager API it is POST /v1/audienceMembers:ingest with this list as productDestinationId, at most 10,000 members a request and encoding ${run.value('encoding')}.`,
        ],
  mind: () => [
    'The list needs at least 100 members to be used; Search and YouTube may ask for 1,000. Members must have given consent for ad user data and personalisation where the law asks for it.',
  ],
}

/** That lists can be made by the API is not confirmed, so none is: an account without a list gets the steps to make one. */
async function deliver(job: Job): Promise<Step<Outcome>> {
  const { run, input, took } = job
  input.progress(0, 2)
  const token = await refreshAccessToken(run, {
    token_url: tokenUrl('google_ads'),
    renew: 'through Google’s consent page for your client ID',
  })
  if (!token.ok) return token
  // Validated and not carried out: nobody is added by it.
  const sent = await run.call(probe(run, token.value))
  if (!sent.ok) return sent
  const { status, body } = sent.value
  const answer = body.kind === 'json' ? body.value : null
  if (status !== 200 || textAt(answer, 'error', 'status') !== null) return failure(explain(sent.value, run))
  input.progress(1, 2)
  const written = await deliverPackage(input, handoverPlace(input))
  if (!written.ok) return written
  took({ files: written.value.files })
  input.progress(2, 2)
  const earlier = input.previous_platform_audience_id ?? ''
  const id = run.value('user_list_id') || (/^\d{1,19}$/.test(earlier) ? earlier : '')
  const ready =
    id === ''
      ? `Google Ads account ${run.value('customer_id')} can be reached; it has no customer list named in the platform’s settings yet.`
      : `Google Ads account ${run.value('customer_id')} can be reached, and its customer list ${id} is the one to fill.`
  return done({
    state: 'waiting',
    platform_audience_id: id || null,
    package: written.value.path,
    handover: {
      reason: `${ready} It takes lists of members, and this workspace holds audiences without the identifiers of their members: those are uploaded by hand.`,
      package: written.value.path,
      steps: stepsOf(job, words, id),
    },
  })
}

export const googleDelivery = connector({
  type: 'google_ads',
  service: 'Google',
  settings: ['customer_id', 'login_customer_id', 'user_list_id', 'encoding', 'api_version'],
  deliver,
})
