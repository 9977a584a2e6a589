// The button that chooses a folder: there only where the app has dialogs of its own, and what each answer of the dialog does.
// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { client } from '../../../src/renderer/api/client.ts'
import { keys } from '../../../src/renderer/api/keys.ts'
import { queryClient } from '../../../src/renderer/api/query-client.ts'
import { ChooseFolder } from '../../../src/renderer/pages/platform-edit/parts/choose-folder.tsx'
import type { ShellInfo } from '../../../src/shared/contract/shell.ts'
import { ok } from '../../../src/shared/errors.ts'

afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.restoreAllMocks()
})

function show(kind: ShellInfo['kind']) {
  const info = { kind, platform: 'linux', app_version: '0.1.0', can_choose_workspace: kind === 'desktop' }
  queryClient.setQueryData(keys.shell, info)
  const onChoose = vi.fn()
  render(
    <QueryClientProvider client={queryClient}>
      <ChooseFolder onChoose={onChoose} />
    </QueryClientProvider>,
  )
  return onChoose
}

test('a browser page has none', () => {
  show('browser')
  expect(screen.queryByRole('button')).toBeNull()
})

test('the chosen folder is told; a cancelled dialog tells nothing', async () => {
  const dialog = vi.spyOn(client.shell, 'chooseDropFolder')
  const onChoose = show('desktop')
  dialog.mockResolvedValueOnce(ok(null))
  await userEvent.click(screen.getByRole('button', { name: 'Choose…' }))
  expect(dialog).toHaveBeenCalledOnce()
  expect(onChoose).not.toHaveBeenCalled()
  dialog.mockResolvedValueOnce(ok({ folder: '/mnt/share' }))
  await userEvent.click(screen.getByRole('button', { name: 'Choose…' }))
  await waitFor(() => expect(onChoose).toHaveBeenCalledExactlyOnceWith('/mnt/share'), { timeout: 15_000 })
})
