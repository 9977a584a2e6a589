// Late results: what a platform's API tells of an object that was filled, and of which platforms it can be asked.
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import type { PlatformType } from '../../../../shared/domain/platform.ts'
import type { AppError } from '../../../../shared/errors.ts'
import type { FailureCause, TestConnectionInput } from '../../connectors/face.ts'
import { readLinkedIn } from './linkedin.ts'
import { readMeta } from './meta.ts'

export type ReadResultsInput = TestConnectionInput & {
  /** As it waits for its results. Its attempt's start tells which numbers can be its own. */
  distribution: Distribution
  /** Of the object that the run fills. */
  platform_audience_id: string
}

export type ReadResults = (input: ReadResultsInput) => Promise<
  | {
      state: 'reported'
      /** People. null where the platform doesn't tell: what is known of those that were sent stays. */
      total_records: number | null
      matched_records: number | null
      /** matched ÷ total; may exceed 1. */
      match_rate: number | null
      /** How far the numbers can be trusted; a whole sentence. */
      note: string
    }
  /** Nothing was uploaded yet, it is still matching, or the numbers there may be those of an earlier upload. */
  | { state: 'not_yet' }
  | {
      state: 'failed'
      /** None of the texts ever holds a credential. */
      error: Required<Pick<AppError, 'code' | 'message' | 'hint'>>
      cause: FailureCause
      /** Whether it passes by itself. */
      retryable: boolean
      /** Seconds that the platform asks to wait. */
      retry_after_s: number | null
    }
>

/** Of the other platforms no call is known that tells what was matched; docs/platforms.md says how it is got. */
const READERS: Partial<Record<PlatformType, ReadResults>> = { linkedin: readLinkedIn, meta: readMeta }

export const REPORTING_TYPES = Object.keys(READERS) as PlatformType[]

/** Whether the platform's API tells late what it matched. */
export const canReport = (type: PlatformType) => READERS[type] !== undefined

/** Asks once; changes nothing at the platform. A type that can't report is a bug of the caller. */
export const readResults: ReadResults = input => {
  const { platform_type } = input.distribution
  const read = READERS[platform_type]
  if (!read) throw new Error(`No results can be read of ${platform_type}`)
  return read(input)
}
