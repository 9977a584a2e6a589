// One attempt of a run: gathers what is sent, lends the secrets, delivers, and says what became of it. Writes no record.
import type { Audience, Segment } from '../../../shared/domain/audience.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { RunFailure } from '../../../shared/domain/distribution-run-moves.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { acceptsDistributions } from '../../../shared/domain/platform-rules.ts'
import { type AppError, ok, type Result } from '../../../shared/errors.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { Credentials } from '../connectors/face.ts'
import type { Vault } from '../credentials/face.ts'
import type { Deliver, Delivered } from '../delivery/face.ts'
import type { Store } from '../store/face.ts'

/** Of each HTTP call. */
const TIMEOUT_MS = 60_000
/** Of the store and the keychain: what passes by itself, or by what a person does soon. */
const PASSING: ReadonlySet<string> = new Set([
  'storage_busy',
  'storage_full',
  'keychain_locked',
  'keychain_unavailable',
  'timeout',
])

export type Sources = {
  store: Store
  vault: Vault
  deliver: Deliver
  /** Full path of the folder for packages and notes. */
  folder: string
  base_url?: string | undefined
  now(): Date
  /** Keeps tokens that the platform replaced, unless a person entered others since this was asked for. */
  tokenSaver(owner: string, platform_id: string): (tokens: Credentials) => Promise<void>
}

export type Outcome =
  | { state: 'delivered'; delivered: Exclude<Delivered, { state: 'failed' }>; sent: WhatWasSent }
  | {
      state: 'failed'
      error: RunFailure
      retry_after_s: number | null
      delivered: Extract<Delivered, { state: 'failed' }> | null
      sent: WhatWasSent | null
    }

export type WhatWasSent = { audience: Audience; segments: readonly Segment[]; platform: Platform }

const failed = (
  { code, message, hint }: Pick<AppError, 'code' | 'message' | 'hint'>,
  retryable = false,
  sent: WhatWasSent | null = null,
): Outcome => ({
  state: 'failed',
  error: { code, message, hint, retryable },
  retry_after_s: null,
  delivered: null,
  sent,
})

const ofRefusal = (error: AppError) => failed(error, PASSING.has(error.code))

async function gather({ store }: Sources, run: Distribution): Promise<WhatWasSent | Outcome> {
  const platform = await store.get('platform', run.user_id, run.platform_id)
  if (!platform.ok) return ofRefusal(platform.error)
  if (!platform.value)
    return failed({
      code: 'not_found',
      message: `The platform “${run.platform_name}” is not there any more.`,
      hint: 'Plan the distribution again for another platform.',
    })
  const accepts = acceptsDistributions(platform.value)
  if (!accepts.ok) return failed(accepts.error)
  const audience = await store.get('audience', run.user_id, run.audience_id, run.audience_version)
  if (!audience.ok) return ofRefusal(audience.error)
  if (!audience.value)
    return failed({
      code: 'not_found',
      message: `Version ${run.audience_version} of the audience “${run.audience_name}” is not there any more.`,
      hint: 'Plan the distribution again.',
    })
  const chosen = new Set(run.segments_distributed)
  const segments = audience.value.segments.filter(
    ({ segment_id }) => chosen.size === 0 || chosen.has(segment_id),
  )
  return { audience: audience.value, segments, platform: platform.value }
}

/** The platform's own object that an earlier run of this audience made there, for a refresh to fill again. */
async function previousObject({ store }: Sources, run: Distribution): Promise<Result<string | null>> {
  const own = run.match_results.platform_audience_id
  if (own !== null) return ok(own)
  const earlier = await store.list('distribution', run.user_id, {
    where: [
      { column: 'audience_id', is: 'one_of', values: [run.audience_id] },
      { column: 'platform_id', is: 'one_of', values: [run.platform_id] },
      { column: 'status', is: 'one_of', values: ['completed', 'matching'] },
      { column: 'deleted', is: 'one_of', values: [false] },
    ],
    sort: { by: 'happens_at', direction: 'desc' },
    limit: 20,
  })
  if (!earlier.ok) return earlier
  const filled = earlier.value.items.find(one => one.platform_audience_id !== null)
  return ok(filled?.platform_audience_id ?? null)
}

export async function makeAttempt(
  sources: Sources,
  run: Distribution,
  options: { resumed: boolean; signal: AbortSignal; progress(done: number, total: number): void },
): Promise<Outcome> {
  const sent = await gather(sources, run)
  if ('state' in sent) return sent
  const { platform } = sent
  const key = run.metadata.attempt?.key
  if (!key) throw new Error('A run without an attempt can’t be delivered')
  const previous = await previousObject(sources, run)
  // Taken for none, it would be made a second time.
  if (!previous.ok) return ofRefusal(previous.error)
  const saveTokens = sources.tokenSaver(run.user_id, platform.platform_id)
  const send = (credentials: Credentials) =>
    sources.deliver({
      credentials,
      settings: platform.settings,
      signal: options.signal,
      timeout_ms: TIMEOUT_MS,
      ...(sources.base_url !== undefined && { base_url: sources.base_url }),
      now: sources.now,
      saveTokens,
      key,
      distribution: run,
      audience: sent.audience,
      segments: sent.segments,
      platform,
      previous_platform_audience_id: previous.value,
      resumed: options.resumed,
      folder: sources.folder,
      progress: options.progress,
    })
  const keys = PLATFORM_DEFINITIONS[platform.platform_type].credentials.map(field => field.key)
  const asked =
    keys.length === 0
      ? { ok: true as const, value: await send({}) }
      : await sources.vault.use(run.user_id, platform.platform_id, keys, send)
  if (!asked.ok) return ofRefusal(asked.error)
  const delivered = asked.value
  if (delivered.state !== 'failed') return { state: 'delivered', delivered, sent }
  const { error, retryable, retry_after_s } = delivered
  return { state: 'failed', error: { ...error, retryable }, retry_after_s, delivered, sent }
}
