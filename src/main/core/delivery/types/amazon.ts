// Amazon Ads: an audience of the advertiser for DSP and Marketing Cloud. Its members are uploaded by hand.
import { baseUrl, tokenUrl } from '../../connectors/addresses.ts'
import { type Failure, unreadable } from '../../connectors/failure.ts'
import type { HttpRequest, Reply } from '../../connectors/http/request.ts'
import { refreshAccessToken } from '../../connectors/oauth.ts'
import { textAt } from '../../connectors/reading.ts'
import type { Run } from '../../connectors/run.ts'
import { explain as explainAccount } from '../../connectors/types/amazon.ts'
import { connector, done, failure, type Job } from '../connector.ts'
import type { HandoverWords } from '../handover.ts'
import { deliverObject, externalId, type PlatformApi } from '../platform-object.ts'

const NAME_LENGTH = 200
const SECONDS_A_DAY = 86_400

function explain(reply: Reply, job: Job): Failure {
  const { run } = job
  const advertiser = run.value('advertiser_id')
  if (reply.status === 404) {
    return {
      cause: 'wrong_id',
      message: `Amazon Ads finds no advertiser ${advertiser} in this region that the sign-in may use.`,
      hint: 'Copy the advertiser ID from Amazon DSP, check the region, save, then retry the run.',
    }
  }
  if (reply.status === 409) {
    return {
      cause: 'rejected',
      code: 'conflict',
      message: `Amazon Ads has an audience with the external ID ${externalId(job)} already.`,
      hint: 'Find it in Amazon Ads by that external ID, fill it by hand, and cancel this run.',
    }
  }
  if (reply.status === 400 || reply.status === 422) {
    return {
      cause: 'rejected',
      message: `Amazon Ads does not accept the audience as it was asked for (HTTP ${reply.status}).`,
      hint: 'Check the advertiser ID, the country and the days a member stays in the platform’s settings, and the audience’s name; then retry the run.',
    }
  }
  return explainAccount(reply)
}

type Signed = { access_token: string }

const call = (
  run: Run,
  { access_token }: Signed,
  method: HttpRequest['method'],
  path: string,
  body?: string,
) =>
  run.call({
    method,
    url: `${baseUrl('amazon_dsp', run.value('region'))}/amc/audiences/metadata${path}`,
    headers: {
      authorization: `Bearer ${access_token}`,
      'Amazon-Advertising-API-ClientId': run.value('client_id'),
      'content-type': `application/vnd.amcaudiences.${run.value('api_version')}+json`,
    },
    ...(body === undefined ? {} : { body }),
  })

/** The number goes out with all its digits, which a JavaScript number may not hold. */
function bodyOf(job: Job): string {
  const { run, input } = job
  const days = run.value('member_ttl_days')
  const body = {
    name: input.audience.name.slice(0, NAME_LENGTH),
    // Letters, digits and spaces alone are safe here.
    description: 'Made by Activation Manager',
    targetResource: { advertiserId: 0 },
    metadata: {
      externalAudienceId: externalId(job),
      ...(days === '' ? {} : { ttl: Number(days) * SECONDS_A_DAY }),
    },
    countryCode: run.value('country_code'),
  }
  const advertiser = BigInt(run.value('advertiser_id')).toString()
  return JSON.stringify(body).replace('"advertiserId":0', `"advertiserId":${advertiser}`)
}

const api: PlatformApi<Signed> = {
  noun: 'audience',

  async signIn({ run }) {
    const token = await refreshAccessToken(run, {
      token_url: tokenUrl('amazon_dsp', run.value('region')),
      renew: 'through Login with Amazon',
    })
    return token.ok ? done({ access_token: token.value }) : token
  },

  async keep(job, signed, id) {
    const sent = await call(job.run, signed, 'GET', `/${encodeURIComponent(id)}`)
    if (!sent.ok) return sent
    if (sent.value.status === 404) return done(null)
    return sent.value.status === 200 ? done({ id }) : failure(explain(sent.value, job))
  },

  /**
   * POST /amc/audiences/metadata: https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/amazon-amc/index.ts.
   * No call is known that finds an audience by its external id, so there is no `find`.
   */
  async create(job, signed) {
    const sent = await call(job.run, signed, 'POST', '', bodyOf(job))
    if (!sent.ok) return sent
    const { status, body } = sent.value
    if (status < 200 || status > 299) return failure(explain(sent.value, job))
    const id = body.kind === 'json' ? textAt(body.value, 'audienceId') : null
    return id ? done({ id }) : failure(unreadable(job.run.service, status))
  },
}

const CONSENT: Readonly<Record<string, string>> = {
  amazon: 'an Amazon consent signal',
  tcf: 'an IAB TCF string',
  gpp: 'an IAB GPP string',
}

const words: HandoverWords = {
  upload: ({ run }, id) => [
    `In Amazon Ads, open the audiences of advertiser ${run.value('advertiser_id')} and upload the list to the audience ${id}. By the API it is POST /amc/audiences/records with this audienceId; each record’s externalUserId is 1 to 128 letters, digits, hyphens or underscores.`,
  ],
  mind: ({ run }) =>
    run.value('country_code') === 'US'
      ? []
      : [
          `Outside the US every record must carry consent: ${CONSENT[run.value('consent_signal')] ?? 'an Amazon signal, TCF or GPP'}.`,
        ],
}

export const amazonDelivery = connector({
  type: 'amazon_dsp',
  settings: ['region', 'advertiser_id', 'country_code', 'consent_signal', 'member_ttl_days', 'api_version'],
  deliver: (job: Job) => deliverObject(job, api, words),
})
