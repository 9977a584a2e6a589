// What a running job has said so far, as a list of its steps: a step that only counts on stays one line.
import type { Job } from '../../../../shared/domain/job.ts'

export type Steps = { job_id: string; said: readonly string[] }
export const NO_STEPS: Steps = { job_id: '', said: [] }

const withoutNumbers = (message: string) => message.replaceAll(/[\d.,]+/g, '#')

/** The same object where nothing new was said. */
export function stepsAfter(steps: Steps, { job_id, message }: Pick<Job, 'job_id' | 'message'>): Steps {
  const said = steps.job_id === job_id ? steps.said : []
  const last = said.at(-1)
  if (message === '' || message === last) return steps.job_id === job_id ? steps : { job_id, said }
  const goesOn = last !== undefined && withoutNumbers(last) === withoutNumbers(message)
  return { job_id, said: [...(goesOn ? said.slice(0, -1) : said), message] }
}
