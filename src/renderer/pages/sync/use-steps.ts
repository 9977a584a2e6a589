// Collects what a job says while it runs.
import { useState } from 'react'
import type { Job } from '../../../shared/domain/job.ts'
import { NO_STEPS, stepsAfter } from './model/steps.ts'

export function useSteps(job: Job): readonly string[] {
  const [steps, setSteps] = useState(NO_STEPS)
  const next = stepsAfter(steps, job)
  // While rendering: what is shown is never a step behind.
  if (next !== steps) setSteps(next)
  return next.said
}
