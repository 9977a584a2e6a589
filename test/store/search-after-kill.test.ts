// Records that a killed process left in the log alone are found by the next one's searches, beside those saved since.
import { afterAll, expect, test } from 'vitest'
import { forgetAll } from './faults.ts'
import { newReal } from './model-real.ts'
import { seeded } from './random.ts'
import { must } from './reading.ts'
import { audience, OWNER, putAudience } from './records.ts'

afterAll(forgetAll)

const put = (audience_id: string) =>
  putAudience(audience(seeded(1), { audience_id, name: 'Urban families in Boston' }))

test.each([0, 1, 5, 20])('when they are asked for %i ms after the first look', async ms => {
  const real = await newReal()
  must(await real.store.commit(OWNER, [put('before')]))
  await real.kill()
  must(await real.store.get('audience', OWNER, 'before'))
  if (ms > 0) await new Promise(resolve => setTimeout(resolve, ms))
  must(await real.store.commit(OWNER, [put('after')]))
  const filter = { search: 'boston', where: [] }
  expect(must(await real.store.ids('audience', OWNER, filter))).toEqual(['after', 'before'])
  expect(must(await real.store.count('audience', OWNER, filter))).toBe(2)
  must(await real.store.flush())
  expect(must(await real.store.count('audience', OWNER, filter))).toBe(2)
  await real.end()
})
