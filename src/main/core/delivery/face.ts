// Delivery's face: one attempt to bring an audience to its platform, and what became of it.
import type { Audience, Segment } from '../../../shared/domain/audience.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { FailureCause, TestConnectionInput } from '../connectors/face.ts'

export type DeliverInput = TestConnectionInput & {
  /** Of the attempt: `<distribution_id>.<number>`. The same key again has no second effect. */
  key: string
  distribution: Distribution
  /** The version that is sent, as a whole. */
  audience: Audience
  /** Those of the audience that were chosen, in its order. */
  segments: readonly Segment[]
  platform: Platform
  /** The object that an earlier run filled: it is kept and updated. null makes a new one. */
  previous_platform_audience_id: string | null
  /** Whether this very attempt was begun before and its end isn't known. */
  resumed: boolean
  /** Full path of the workspace's folder for packages and for the notes that tell what was begun. */
  folder: string
  /** In steps of this delivery. */
  progress: (done: number, total: number) => void
}

export type SentFile = { name: string; bytes: number; sha256: string; records: number }

export type Sent = {
  files: readonly SentFile[]
  /** HTTP requests made, whatever came of them. */
  requests: number
  /** Rows of segments that were written or taken; never people. */
  records: number
}

/** What the analyst does by hand; the engine adds its state. */
export type HandoverPlan = { reason: string; package: string; steps: readonly string[] }

export type Results = { total_records: number; matched_records: number; rejected_records: number }

export type Delivered =
  | {
      /** `waiting`: the platform's object is there, and what fills it is still to be done by hand. */
      state: 'done' | 'waiting'
      platform_audience_id: string | null
      sent: Sent
      /** The package that was written: full path. */
      package?: string
      handover?: HandoverPlan
      /** Where the platform reports at once what it matched. */
      results?: Results
    }
  | {
      state: 'failed'
      /** None of the texts ever holds a credential. */
      error: Required<Pick<AppError, 'code' | 'message' | 'hint'>>
      cause: FailureCause
      /** Whether the same may be tried again by itself; only for what passes by itself. */
      retryable: boolean
      /** Seconds that the platform asks to wait. */
      retry_after_s: number | null
      /** What had been taken before the failure. */
      sent: Sent
    }

/** Makes one attempt. Expected failures are values; a rejection is a bug. */
export type Deliver = (input: DeliverInput) => Promise<Delivered>

export { deliver } from './deliver.ts'
