// A sign-in that nobody finishes: the next one takes its place at once, and neither keeps the program from closing.
import { expect, it } from 'vitest'
import { ok } from '../../../src/shared/errors.ts'
import { createTestCore } from '../../support/core.ts'

it('is answered however many were begun before it, and closing waits for none', async () => {
  const nobody = 'http://127.0.0.1:1'
  const test = await createTestCore({
    bigquery: { environment: {}, endpoints: ok({ api: nobody, oauth: nobody }) },
  })
  await test.must('bigquery.connect', {
    project: 'double-project',
    dataset: 'activation_manager',
    location: 'EU',
    sign_in: {
      kind: 'browser',
      client_id: '1-a.apps.googleusercontent.com',
      client_secret: 'of-this-test-only',
    },
  })
  const begun: string[] = []
  for (let n = 0; n < 6; n++) {
    const { job_id, url } = await test.must('bigquery.signIn', {})
    expect(url).toContain('/o/oauth2/v2/auth')
    begun.push(job_id)
  }
  const waiting = async () => {
    const { jobs } = await test.must('jobs.list', {})
    return jobs.filter(job => job.finished_at === null).map(job => job.job_id)
  }
  await expect.poll(waiting).toEqual(begun.slice(-1))
  const together = Promise.all(Array.from({ length: 4 }, () => test.call('bigquery.signIn', {})))
  await test.close()
  expect(await together).toHaveLength(4)
})
