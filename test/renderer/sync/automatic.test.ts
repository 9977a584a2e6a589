// When pushes begin by themselves, chosen twice in a row: the last choice is the one that is saved and shown.
// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { chooseAutomatic } from '../../../src/renderer/actions/bigquery.ts'
import { client } from '../../../src/renderer/api/client.ts'
import { keys } from '../../../src/renderer/api/keys.ts'
import { queryClient } from '../../../src/renderer/api/query-client.ts'
import type { Automatic, SyncStatus } from '../../../src/shared/contract/bigquery.ts'
import { ok } from '../../../src/shared/errors.ts'
import { eventually } from '../../support/eventually.ts'
import { status } from './samples.ts'

afterEach(() => {
  vi.restoreAllMocks()
  queryClient.clear()
})

const shown = () => queryClient.getQueryData<SyncStatus>(keys.bigqueryStatus)?.connection?.automatic
const answerTo = (automatic: Automatic) =>
  ok<SyncStatus>({ ...status, connection: status.connection && { ...status.connection, automatic } })

test('each is sent when the one before is answered, whose answer doesn’t show it again', async () => {
  queryClient.setQueryData(keys.bigqueryStatus, status)
  const sent: Automatic[] = []
  const answers: (() => void)[] = []
  vi.spyOn(client.bigquery, 'setAutomatic').mockImplementation(
    ({ every_minutes = null, on_quit = false }) => {
      const automatic = { every_minutes, on_quit }
      sent.push(automatic)
      return new Promise(resolve => answers.push(() => resolve(answerTo(automatic))))
    },
  )
  const hourly: Automatic = { every_minutes: 60, on_quit: false }
  const both: Automatic = { every_minutes: 60, on_quit: true }
  chooseAutomatic(hourly)
  await eventually(() => expect(sent).toEqual([hourly]))
  chooseAutomatic(both)
  expect([sent, shown()]).toEqual([[hourly], both])
  answers[0]?.()
  await eventually(() => expect(sent).toEqual([hourly, both]))
  expect(shown()).toEqual(both)
  answers[1]?.()
})
