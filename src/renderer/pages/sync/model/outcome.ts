// What came of a push or pull, in words: what was sent, what came in, what is left to decide.
import type { PushRecord } from '../../../../shared/contract/bigquery.ts'
import type { Job } from '../../../../shared/domain/job.ts'
import { isSync } from '../../../components/sync/standing.ts'
import { t } from '../../../messages/index.ts'

const words = t.bigquery.result

export type Outcome = {
  state: 'done' | 'failed' | 'cancelled'
  title: string
  lines: readonly string[]
  /** What this push sent, where it called BigQuery at all. */
  record: PushRecord | null
}

type Ended = Pick<Job, 'kind' | 'state' | 'result' | 'error' | 'created_at'>

export function outcomeOf(job: Ended, last: PushRecord | null): Outcome {
  const kind = isSync(job.kind) ? job.kind : 'push'
  const own = kind === 'push' && last !== null && Date.parse(last.ended_at) >= Date.parse(job.created_at)
  const record = own ? last : null
  if (job.state === 'cancelled')
    return { state: 'cancelled', title: words.cancelled[kind], lines: [words.cancelledHint[kind]], record }
  if (job.state === 'failed') {
    const lines = [job.error?.message, job.error?.hint].filter(line => line !== undefined)
    return { state: 'failed', title: words.failed[kind], lines, record }
  }
  const undecided = job.result?.skipped ?? 0
  const decide = undecided > 0 ? [`${t.bigquery.notice.decideTitle(undecided)}.`] : []
  if (kind !== 'push') {
    const taken = job.result?.changed ?? 0
    const [none, some] =
      kind === 'pull' ? [words.pulledNothing, words.pulled] : [words.comparedNothing, words.compared]
    return { state: 'done', title: taken > 0 ? some(taken) : none, lines: decide, record: null }
  }
  if (!record)
    return {
      state: 'done',
      title: words.nothing,
      lines: decide.length > 0 ? decide : [words.nothingHint],
      record,
    }
  const lines = [
    record.pulled > 0 && `${words.pulled(record.pulled)}.`,
    record.merged > 0 && t.bigquery.history.merged(record.merged),
    record.resent > 0 && t.bigquery.history.resent(record.resent),
    ...decide,
  ].filter(line => line !== false)
  return {
    state: 'done',
    title: record.pushed > 0 ? words.pushed(record.pushed) : words.nothing,
    lines,
    record,
  }
}
