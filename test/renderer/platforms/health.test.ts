// What pages say of a platform's health, and which step its button takes.
import { expect, test } from 'vitest'
import { nextAction, SHOWN_STATES, shownHealth } from '../../../src/renderer/components/platform/health.ts'
import { t } from '../../../src/renderer/messages/index.ts'
import { PLATFORM_HEALTH } from '../../../src/shared/domain/platform-health.ts'
import { daysAgo, failedWith, incomplete, NOW, platform, untested } from './sample.ts'

const ok = platform({ name: 'x' }).connection

test.each([
  ['well', {}, 'healthy', null],
  ['never tested', untested, 'untested', 'test'],
  ['tested long ago', { connection: { ...ok, tested_at: daysAgo(30) } }, 'stale', 'test'],
  ['without its secrets', incomplete(), 'incomplete', 'edit'],
  ['switched off', { status: 'inactive' as const }, 'inactive', 'activate'],
  [
    'switched off and refused',
    { status: 'inactive' as const, connection: failedWith('unauthorized') },
    'inactive',
    'activate',
  ],
  ['refused', { connection: failedWith('unauthorized') }, 'failing', 'edit'],
  ['without a permission', { connection: failedWith('forbidden') }, 'failing', 'edit'],
  ['with a wrong id', { connection: failedWith('not_found') }, 'failing', 'edit'],
  ['asked too often', { connection: failedWith('rate_limited') }, 'failing', 'test'],
  ['with a bug of ours', { connection: failedWith('internal') }, 'failing', 'test'],
  ['offline', { connection: failedWith('offline') }, 'unreachable', 'test'],
  ['too slow', { connection: failedWith('timeout') }, 'unreachable', 'test'],
  [
    'offline and without secrets',
    { ...incomplete(), connection: failedWith('offline') },
    'incomplete',
    'edit',
  ],
  ['well, its delivery not', { sync_status: 'failed' as const }, 'failing', 'open'],
])('an account that is %s', (_name, given, state, action) => {
  const account = platform({ name: 'x', ...given })
  const shown = shownHealth(account, NOW)
  expect(shown.state).toBe(state)
  expect(nextAction(account, shown.state)).toBe(action)
  expect(shown.sentence).not.toBe('')
})

test('a test that got no answer keeps its own sentence and hint', () => {
  const shown = shownHealth(platform({ name: 'x', connection: failedWith('offline') }), NOW)
  expect(shown).toEqual({ state: 'unreachable', sentence: 'It did not work.', next_step: 'Do this.' })
})

test('every state that the domain knows has its place in the order, once, and its word', () => {
  expect([...SHOWN_STATES].sort()).toEqual([...PLATFORM_HEALTH, 'unreachable'].sort())
  expect(new Set(SHOWN_STATES.map(state => t.platforms.health[state])).size).toBe(SHOWN_STATES.length)
})
