// Words of distributions that pages share, and those of their list, board and insights.
import type { DistributionType, Schedule } from '../../shared/domain/distribution.ts'
import { exactNumber } from '../lib/format.ts'

export const distributionCount = (n: number) =>
  `${exactNumber(n)} ${n === 1 ? 'distribution' : 'distributions'}`

/** Causes of failures by their code, as a chart and a filter name them. */
const causes: Record<string, string> = {
  offline: 'No network',
  timeout: 'No answer in time',
  rate_limited: 'Too many requests',
  platform_fault: 'Fault at the platform',
  platform_rejected: 'Refused by the platform',
  unauthorized: 'Secrets not accepted',
  forbidden: 'Not permitted',
  not_found: 'Something is not there any more',
  validation_failed: 'Something in it isn’t valid',
  conflict: 'Changed in the meantime',
  cancelled: 'Stopped by a person',
  keychain_locked: 'Keychain locked',
  keychain_unavailable: 'Keychain not available',
  storage_full: 'Disk full',
  storage_busy: 'Storage busy',
  internal: 'Fault in the application',
}

/** What several pages say of a distribution. */
export const distributions = {
  state: {
    scheduled: 'Scheduled',
    approval: 'Waits for approval',
    rejected: 'Rejected',
    processing: 'Running',
    matching: 'Waits for results',
    completed: 'Completed',
    failed: 'Failed',
    retrying: 'Failed, tries again',
    cancelled: 'Cancelled',
  },
  type: {
    initial: 'Initial',
    refresh: 'Refresh',
    incremental: 'Incremental',
  } satisfies Record<DistributionType, string>,
  repeat: {
    none: 'Once',
    daily: 'Daily',
    weekly: 'Weekly',
    monthly: 'Monthly',
  } satisfies Record<Schedule['repeat'], string>,
  cause: (code: string) => {
    const known = causes[code]
    if (known) return known
    const words = code.replaceAll('_', ' ')
    return words.charAt(0).toUpperCase() + words.slice(1)
  },
  pair: (audience: string, platform: string) => `“${audience}” to “${platform}”`,
  matchRate: (rate: string) => `Match rate ${rate}`,
  overWhole: 'More matched than sent: the platform matched several of its members to some people.',
  rateUnknown: 'No match rate yet',
  matchedOf: (matched: string, total: string) => `${matched} of ${total} matched`,
  actions: {
    open: 'Open',
    runNow: 'Run now',
    retry: 'Retry',
    cancel: 'Cancel distribution',
    stop: 'Stop and cancel',
    approve: 'Approve',
    reject: 'Reject',
    request: 'Request approval',
    results: 'Enter results',
    again: 'Plan it again',
    openAudience: 'Open the audience',
    openPlatform: 'Open the platform',
  },
  done: {
    planned: (n: number) => `${distributionCount(n)} planned`,
    runNow: (pair: string) => `${pair} starts now`,
    retry: (pair: string) => `${pair} is tried again`,
    cancelled: (pair: string) => `${pair} cancelled`,
    seriesCancelled: (pair: string) => `${pair} cancelled, with the runs that would have followed`,
    approved: (pair: string) => `${pair} approved`,
    rejected: (pair: string) => `${pair} rejected`,
    requested: (pair: string) => `Approval of ${pair} requested`,
    results: (pair: string) => `Results of ${pair} saved`,
    undone: (pair: string) => `${pair} waits for approval again`,
  },
  notice: {
    completed: (pair: string) => `${pair} completed`,
    failed: (pair: string) => `${pair} failed`,
    matching: (pair: string) => `${pair} waits for its results`,
    manyCompleted: (n: number) => `${distributionCount(n)} completed`,
    manyFailed: (n: number) => `${distributionCount(n)} failed`,
    manyMatching: (n: number) => `${distributionCount(n)} wait for results`,
    open: 'Open the run',
    show: 'Show them',
  },
  dialog: {
    comment: 'Comment',
    approveTitle: 'Approve this distribution?',
    approveHint: 'It starts at its time, or at once when that has come.',
    rejectTitle: 'Reject this distribution?',
    rejectHint: 'It never starts unless it is approved after all. Say why, so that it can be planned better.',
    requestTitle: 'Request approval?',
    requestHint: 'It waits until someone approves it.',
    cancelTitle: 'Cancel this distribution?',
    cancelHint: 'This can’t be undone. To send the audience after all, plan it again.',
    stopHint:
      'The run is stopped first. What the platform has taken by then may still be there. This can’t be undone.',
    matchingHint:
      'What was delivered stays with the platform; the app stops waiting for its results. This can’t be undone.',
    seriesTitle: 'Cancel this run or the whole plan?',
    seriesHint:
      'It repeats. The run alone, or this one and all that would follow, can be cancelled; neither can be undone.',
    keep: 'Keep it',
    onlyThis: 'Cancel this run',
    all: 'Cancel the whole plan',
    cancel: 'Cancel it',
  },
}
