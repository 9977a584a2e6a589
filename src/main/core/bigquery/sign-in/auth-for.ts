// What signs the calls of a connection, made from the settings and what the vault has.
import type { AuthClient } from 'google-auth-library'
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { Vault } from '../../credentials/face.ts'
import type { Log } from '../../log/log.ts'
import { seenOf } from '../remote/seen.ts'
import { say } from '../remote/words.ts'
import { type Auth, type Endpoints, PLACE, type SignInConfig } from './face.ts'
import { parseServiceAccountKey } from './service-account.ts'
import { SCOPE, transporterOptions } from './transport.ts'

export type AuthDeps = {
  vault: Vault
  /** The profile's user_id: whose secrets these are. */
  owner: string
  /** The project that calls are made in. */
  project: string
  endpoints?: Endpoints
  log: Log
}

const signInFirst = () =>
  fail('unauthorized', 'You are not signed in to Google.', {
    hint: 'Sign in on the set-up page, then try again.',
  })

/** In the past, so that the client takes the token for one that has run out. */
const LONG_AGO = 1

function authOf(client: AuthClient): Auth {
  return {
    client,
    renew: () => client.setCredentials({ ...client.credentials, expiry_date: LONG_AGO }),
  }
}

async function byBrowser(client_id: string, deps: AuthDeps): Promise<Result<Auth>> {
  const { vault, owner, endpoints = {}, log } = deps
  const { OAuth2Client } = await import('google-auth-library')
  const made = await vault.use(owner, PLACE, ['refresh_token', 'client_secret'], async values => {
    const { refresh_token, client_secret } = values
    if (!refresh_token || !client_secret) return null
    const client = new OAuth2Client({
      clientId: client_id,
      clientSecret: client_secret,
      transporterOptions: transporterOptions(endpoints),
    })
    client.setCredentials({ refresh_token })
    return client
  })
  if (!made.ok) return made
  const client = made.value
  if (!client) return signInFirst()
  // A refresh token that replaces the one used must be there at the next start.
  client.on('tokens', ({ refresh_token }) => {
    if (!refresh_token || refresh_token === client.credentials.refresh_token) return
    client.credentials.refresh_token = refresh_token
    vault.set(owner, PLACE, { refresh_token }).then(
      kept => kept.ok || log.warn('bigquery.token_not_kept', { code: kept.error.code }),
      () => log.warn('bigquery.token_not_kept', { code: 'internal' }),
    )
  })
  return ok(authOf(client))
}

async function byDefault({ project, endpoints = {} }: AuthDeps): Promise<Result<Auth>> {
  const { GoogleAuth, gcpMetadata } = await import('google-auth-library')
  class LocalFirst extends GoogleAuth {
    /** Whether this is one of Google's machines is asked of the machine: asking the network takes seconds elsewhere. */
    override async _checkIsGCE() {
      return gcpMetadata.getGCPResidency()
    }
  }
  const auth = new LocalFirst({
    scopes: [SCOPE],
    projectId: project,
    clientOptions: { transporterOptions: transporterOptions(endpoints) },
  })
  try {
    return ok(authOf(await auth.getClient()))
  } catch (error) {
    // Nothing but files was read until here; an error can quote them.
    const { kind } = seenOf(error, new Date())
    const [message, hint] = kind === 'no_credentials' ? say.noCredentials : say.badCredentials
    return fail('unauthorized', message, { hint })
  }
}

async function byServiceAccount({ vault, owner, endpoints = {} }: AuthDeps): Promise<Result<Auth>> {
  const { JWT } = await import('google-auth-library')
  const made = await vault.use(owner, PLACE, ['service_account_key'], async ({ service_account_key }) => {
    if (!service_account_key) return signInFirst()
    const key = parseServiceAccountKey(service_account_key)
    if (!key.ok) return key
    const { client_email, private_key, private_key_id } = key.value
    return ok(
      new JWT({
        email: client_email,
        key: private_key,
        keyId: private_key_id,
        scopes: [SCOPE],
        transporterOptions: transporterOptions(endpoints),
      }),
    )
  })
  if (!made.ok) return made
  return made.value.ok ? ok(authOf(made.value.value)) : made.value
}

/** Refusals: `unauthorized` (sign in first), and the vault's. No call is made, but for reading files. */
export async function authFor(config: SignInConfig, deps: AuthDeps): Promise<Result<Auth>> {
  switch (config.way) {
    case 'browser':
      return byBrowser(config.client_id, deps)
    case 'default':
      return byDefault(deps)
    case 'service_account':
      return byServiceAccount(deps)
  }
}
