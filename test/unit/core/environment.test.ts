import { expect, it } from 'vitest'
import { takeCoreSettings } from '../../../src/main/core/environment.ts'

it('takes the key out of the environment, and leaves the rest', () => {
  const env = { ENCRYPTION_KEY: 'a key for this test only', HOME: '/home/retail' }
  expect(takeCoreSettings(env)).toEqual({ credentials: { encryption_key: 'a key for this test only' } })
  expect(env).toEqual({ HOME: '/home/retail' })
})

it('reads where secrets are kept and where calls go', () => {
  expect(
    takeCoreSettings({
      ACTIVATION_CREDENTIALS: 'memory',
      ACTIVATION_LOG_LEVEL: 'debug',
      ACTIVATION_PLATFORM_BASE_URL: 'http://127.0.0.1:4010',
    }),
  ).toEqual({
    credentials: { only: 'memory' },
    platform_base_url: 'http://127.0.0.1:4010',
    log_level: 'debug',
  })
})

it('leaves out what is not set or not known', () => {
  expect(
    takeCoreSettings({ ACTIVATION_CREDENTIALS: 'plain', ENCRYPTION_KEY: '', ACTIVATION_LOG_LEVEL: 'all' }),
  ).toEqual({
    credentials: {},
  })
})
