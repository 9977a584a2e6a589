// Files dropped on the window: only our own page's preload is heard, and only paths that could be files go to the core.
import { expect, test, vi } from 'vitest'
import { answerDropped } from '../../../src/main/desktop/dropped.ts'
import { ok, type Result } from '../../../src/shared/errors.ts'

const ours = { sender: { id: 7 }, senderFrame: { origin: 'app://activation', parent: null } }
const set = (
  offer: (paths: readonly string[]) => Promise<Result<unknown>> = async () => ok({ files: [] }),
) => {
  const parts = {
    trusted: { origin: 'app://activation', webContentsId: () => 7 },
    offer: vi.fn(offer),
    log: vi.fn(),
  }
  return { parts, answer: answerDropped(parts) }
}

test('paths go to the core in their order', async () => {
  const { parts, answer } = set()
  expect(await answer(ours, ['/a.csv', '/b.xlsx'])).toEqual(ok({ files: [] }))
  expect(parts.offer).toHaveBeenCalledExactlyOnceWith(['/a.csv', '/b.xlsx'])
})

test.each([
  { ...ours, sender: { id: 8 } },
  { ...ours, senderFrame: { origin: 'https://example.com', parent: null } },
  { ...ours, senderFrame: { origin: 'app://activation', parent: {} } },
  { ...ours, senderFrame: null },
])('another sender is refused: %o', async event => {
  const { parts, answer } = set()
  expect(await answer(event, ['/a.csv'])).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect(parts.offer).not.toHaveBeenCalled()
})

test.each([
  [[]],
  ['/a.csv'],
  [[7]],
  [['']],
  [null],
  [Array.from({ length: 51 }, () => '/a.csv')],
  [['x'.repeat(5_000)]],
])('what is no list of paths is refused: %o', async raw => {
  const { parts, answer } = set()
  expect(await answer(ours, raw)).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
  expect(parts.offer).not.toHaveBeenCalled()
})

test('a break is an answer and is in the log', async () => {
  const { parts, answer } = set(async () => {
    throw new Error('broken')
  })
  expect(await answer(ours, ['/a.csv'])).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(parts.log).toHaveBeenCalledOnce()
})
