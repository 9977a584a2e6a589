// What would happen by the form as it is: a job that changes nothing, begun anew when the form says something else.
import { useEffect, useState } from 'react'
import type { InputOf, OutputOf } from '../../../shared/contract.ts'
import type { Job } from '../../../shared/domain/job.ts'
import type { AppError } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { isRunning, noteJob } from '../../api/events.ts'
import { useJobs } from '../../api/hooks.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'

/** Choices that follow each other quickly are one question. */
const SETTLE_MS = 150

const isUnderWay = (job_id: string) =>
  queryClient
    .getQueryData<OutputOf<'jobs.list'>>(keys.jobs)
    ?.jobs.some(job => job.job_id === job_id && isRunning(job)) ?? false

export type Plan = { job: Job | null; error: AppError | null; again(): void }

export function usePlan(input: InputOf<'imports.plan'> | null): Plan {
  const asked = input && JSON.stringify(input)
  const [turn, setTurn] = useState(0)
  const [begun, setBegun] = useState<{ asked: string; job_id: string } | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks the same question again
  useEffect(() => {
    if (asked === null) return
    let stopped = false
    let job_id: string | null = null
    const timer = setTimeout(async () => {
      const started = await client.imports.plan(JSON.parse(asked) as InputOf<'imports.plan'>)
      if (!started.ok) {
        if (!stopped) setError(started.error)
        return
      }
      job_id = started.value.job_id
      if (stopped) return void client.jobs.cancel({ job_id })
      noteJob(started.value)
      setError(null)
      setBegun({ asked, job_id })
    }, SETTLE_MS)
    return () => {
      stopped = true
      clearTimeout(timer)
      if (job_id && isUnderWay(job_id)) void client.jobs.cancel({ job_id })
    }
  }, [asked, turn])
  const jobs = useJobs().data ?? []
  const job = begun && begun.asked === asked ? jobs.find(one => one.job_id === begun.job_id) : undefined
  return {
    job: job ?? null,
    error: job && !isRunning(job) ? job.error : error,
    again: () => {
      setBegun(null)
      setError(null)
      setTurn(turn + 1)
    },
  }
}
