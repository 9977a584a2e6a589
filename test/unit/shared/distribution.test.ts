// The states of a distribution and every move between them.
import { describe, expect, it } from 'vitest'
import {
  canMove,
  DISTRIBUTION_STATUSES,
  type DistributionStatus,
} from '../../../src/shared/domain/distribution.ts'

const LEGAL: readonly `${DistributionStatus} → ${DistributionStatus}`[] = [
  'scheduled → processing',
  'scheduled → cancelled',
  'processing → matching',
  'processing → failed',
  'matching → completed',
  'matching → failed',
  'failed → scheduled',
  'failed → cancelled',
]

const ALL = DISTRIBUTION_STATUSES.flatMap(from => DISTRIBUTION_STATUSES.map(to => ({ from, to })))

describe('canMove', () => {
  it.each(ALL)('$from → $to', ({ from, to }) => {
    expect(canMove(from, to)).toBe(LEGAL.includes(`${from} → ${to}`))
  })

  it.each([
    ['pending', false],
    ['rejected', false],
    ['approved', true],
    [null, true],
    [undefined, true],
  ] as const)('starts with approval %s: %s', (approval, may) => {
    expect(canMove('scheduled', 'processing', approval)).toBe(may)
    expect(canMove('scheduled', 'cancelled', approval)).toBe(true)
  })
})
