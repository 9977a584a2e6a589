// How tokens are fetched: one try with a time limit, and from another address where one is set.
import type { OAuth2ClientOptions } from 'google-auth-library'
import type { Endpoints } from './face.ts'

export const SCOPE = 'https://www.googleapis.com/auth/bigquery'
const TOKEN_HOST = 'oauth2.googleapis.com'
const ANSWER_MS = 30_000

export const TOKEN_URL = `https://${TOKEN_HOST}/token`
export const SIGN_IN_URL = 'https://accounts.google.com/o/oauth2/v2/auth'

type TransporterOptions = NonNullable<OAuth2ClientOptions['transporterOptions']>

/** The library knows Google's address alone, and would try again by itself: tries again are those of the call. */
export function transporterOptions({ oauth }: Endpoints): TransporterOptions {
  return {
    timeout: ANSWER_MS,
    retryConfig: { shouldRetry: () => false },
    ...(oauth && {
      adapter: (prepared, send) => {
        const url = new URL(prepared.url)
        if (url.host !== TOKEN_HOST) return send(prepared)
        return send({ ...prepared, url: new URL(`${oauth}${url.pathname}${url.search}`) })
      },
    }),
  }
}
