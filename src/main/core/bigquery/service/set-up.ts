import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { Vault } from '../../credentials/face.ts'
import type { HandlersOf } from '../../handlers.ts'
import type { JobContext, Jobs } from '../../jobs/face.ts'
import type { Log } from '../../log/log.ts'
import type { Store } from '../../store/face.ts'
import { checkSetup } from '../remote/check.ts'
import type { Endpoints } from '../sign-in/face.ts'
import { keepServiceAccountKey, signInByBrowser, signOut } from '../sign-in/index.ts'
import type { Connections, Kept } from './connection.ts'
import { notConnected, type Sessions } from './sessions.ts'
import type { Status } from './status.ts'
import { makeTables, NOTHING_CHANGED, notSignedIn, profilesThere, WANTED } from './there.ts'

type Deps = {
  resources: string
  store: Store
  vault: Vault
  jobs: Jobs
  log: Log
  connections: Connections
  sessions: Sessions
  status: Status
  endpoints: Result<Endpoints>
  busy(user_id: string): Result<never> | null
  changed(user_id: string): void
}

export function createSetup(deps: Deps) {
  const { vault, jobs, connections, sessions, status, endpoints, busy, changed } = deps

  /** Keeps the connection and lets go of what was open of the one before. */
  async function keep(user_id: string, kept: Kept) {
    const written = await connections.keep(user_id, kept)
    if (!written.ok) return written
    await sessions.forget(user_id)
    // What stood in the way was of the connection before, or is met again by the next push.
    const session = await sessions.of(user_id)
    if (session?.file.current.problem) {
      const cleared = await session.file.change(state => ({ ...state, problem: null }))
      if (!cleared.ok) return cleared
    }
    changed(user_id)
    return status(user_id)
  }

  /** Refused while something runs: it would go on with what it began with. */
  async function change(user_id: string, next: (kept: Kept) => Kept) {
    const running = busy(user_id)
    if (running) return running
    const kept = await connections.of(user_id)
    return kept ? keep(user_id, next(kept)) : notConnected()
  }

  /** Notes whom BigQuery takes us for, where that is new. */
  async function noteAccount(user_id: string, account: string) {
    const kept = await connections.of(user_id)
    if (!kept || kept.sign_in.account === account) return
    const noted = await connections.keep(user_id, {
      ...kept,
      sign_in: { ...kept.sign_in, account, done: true },
    })
    if (!noted.ok) deps.log.warn('bigquery.account_not_kept', { code: noted.error.code })
    await sessions.forget(user_id)
    changed(user_id)
  }

  async function signIn(
    user_id: string,
    client_id: string,
    open: (url: string) => void,
    context: JobContext,
  ) {
    if (!endpoints.ok) return endpoints
    const done = await signInByBrowser({
      owner: user_id,
      client_id,
      vault,
      open: async url => open(url),
      endpoints: endpoints.value,
      signal: context.signal,
    })
    if (!done.ok) return done
    const kept = await connections.of(user_id)
    if (!kept) return notConnected()
    const noted = await keep(user_id, { ...kept, sign_in: { ...kept.sign_in, account: null, done: true } })
    return noted.ok ? ok(NOTHING_CHANGED) : noted
  }

  return {
    async 'bigquery.connect'({ sign_in, ...place }, { user_id }) {
      const running = busy(user_id)
      if (running) return running
      const before = await connections.of(user_id)
      const same = before?.sign_in.kind === sign_in.kind
      let [account, done] = same
        ? [before.sign_in.account, before.sign_in.done]
        : [null, sign_in.kind !== 'browser']
      if (sign_in.kind === 'service_account') {
        if (sign_in.key === undefined && !same)
          return fail('validation_failed', 'The key is missing', {
            details: { fields: [{ path: 'sign_in.key', message: 'must be the text of a key file' }] },
          })
        if (sign_in.key !== undefined) {
          const kept = await keepServiceAccountKey(vault, user_id, sign_in.key)
          if (!kept.ok) return kept
          account = kept.value.client_email
        }
      }
      if (sign_in.kind === 'browser') {
        if (sign_in.client_secret !== undefined) {
          const kept = await vault.set(user_id, 'bigquery', { client_secret: sign_in.client_secret })
          if (!kept.ok) return kept
        }
        if (same && before.sign_in.client_id !== sign_in.client_id) [account, done] = [null, false]
      }
      return keep(user_id, {
        ...place,
        sign_in: {
          kind: sign_in.kind,
          client_id: sign_in.kind === 'browser' ? sign_in.client_id : null,
          account,
          done,
        },
        remote_user_id: before?.remote_user_id ?? null,
        automatic: before?.automatic ?? { every_minutes: null, on_quit: false },
      })
    },

    'bigquery.setAutomatic': (automatic, { user_id }) => change(user_id, kept => ({ ...kept, automatic })),

    async 'bigquery.disconnect'(_input, { user_id }) {
      const running = busy(user_id)
      if (running) return running
      const forgotten = await signOut(vault, user_id)
      if (!forgotten.ok) return forgotten
      const removed = await connections.forget(user_id)
      if (!removed.ok) return removed
      await sessions.forget(user_id)
      changed(user_id)
      return status(user_id)
    },

    async 'bigquery.signIn'(_input, { user_id }) {
      const kept = await connections.of(user_id)
      if (!kept) return notConnected()
      const { kind, client_id } = kept.sign_in
      if (kind !== 'browser' || client_id === null)
        return fail('unsupported', 'This connection needs no browser to sign in.')
      // One that nobody finishes would hold up the next for minutes: whoever begins anew has left it.
      for (const earlier of jobs.list(user_id))
        if (earlier.kind === 'sign_in' && earlier.finished_at === null) jobs.cancel(user_id, earlier.job_id)
      return new Promise(resolve => {
        const job = jobs.start({
          user_id,
          kind: 'sign_in',
          title: 'Sign in to Google',
          unit: 'steps',
          lane: 'network',
          async run(context) {
            context.message('Waiting for the sign-in in your browser')
            const open = (url: string) => resolve(ok({ job_id: job.job_id, url }))
            const done = await signIn(user_id, client_id, open, context)
            if (!done.ok) resolve(done)
            return done
          },
          // Also when it was cancelled before it ran.
          ended: ({ error }) => error && resolve({ ok: false, error }),
        })
      })
    },

    async 'bigquery.check'(_input, { user_id }) {
      const session = await sessions.need(user_id)
      if (!session.ok) return session
      const remote = await session.value.remote()
      if (!remote.ok) return ok({ checks: [notSignedIn(remote.error)] })
      const checks = await checkSetup(remote.value, WANTED)
      const account = await remote.value.account()
      if (account.ok) await noteAccount(user_id, account.value)
      return ok({ checks })
    },

    async 'bigquery.setUp'(_input, { user_id }) {
      const session = await sessions.need(user_id)
      if (!session.ok) return session
      return ok(
        jobs.start({
          user_id,
          kind: 'set_up',
          title: 'Set up BigQuery',
          unit: 'steps',
          lane: 'network',
          async run(context) {
            const remote = await session.value.remote()
            if (!remote.ok) return remote
            const made = await makeTables(remote.value, deps.resources, context)
            changed(user_id)
            return made
          },
        }),
      )
    },

    async 'bigquery.profiles'(_input, { user_id }) {
      const session = await sessions.need(user_id)
      if (!session.ok) return session
      const remote = await session.value.remote()
      return remote.ok ? profilesThere(remote.value) : remote
    },

    async 'bigquery.adopt'(input, { user_id }) {
      const session = await sessions.need(user_id)
      if (!session.ok) return session
      const { history, batch } = session.value.file.current
      if (batch || history.some(({ pushed }) => pushed > 0))
        return fail('conflict', 'This profile has pushed records of its own already.', {
          hint: 'Make a new profile on this computer and connect that one.',
        })
      const remote = await session.value.remote()
      if (!remote.ok) return remote
      const there = await profilesThere(remote.value)
      if (!there.ok) return there
      if (!there.value.profiles.some(profile => profile.user_id === input.user_id))
        return fail('not_found', 'Your account has no such profile in BigQuery.', {
          hint: 'Choose one of those that the list shows.',
        })
      return change(user_id, kept => ({
        ...kept,
        remote_user_id: input.user_id === user_id ? null : input.user_id,
      }))
    },
  } satisfies Partial<HandlersOf<'bigquery'>>
}
