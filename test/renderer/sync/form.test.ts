// The form that connects: the contract's own rules at each control, the key file, and what saving sends.
import { describe, expect, it, test } from 'vitest'
import { canMake, isReady } from '../../../src/renderer/pages/sync/model/checks.ts'
import { costText } from '../../../src/renderer/pages/sync/model/cost.ts'
import {
  type ConnectionForm,
  checkForm,
  EMPTY_FORM,
  formOf,
  inputOf,
  isDirty,
  type KeptSignIn,
  refusedControls,
  valueAt,
} from '../../../src/renderer/pages/sync/model/form.ts'
import { keyFault, keyOwner } from '../../../src/renderer/pages/sync/model/key-file.ts'
import { NO_STEPS, stepsAfter } from '../../../src/renderer/pages/sync/model/steps.ts'
import type { SetupCheck } from '../../../src/shared/contract/bigquery.ts'
import { status } from './samples.ts'

const KEY = JSON.stringify({
  type: 'service_account',
  project_id: 'retail-media-2031',
  client_email: 'push@retail-media-2031.iam.gserviceaccount.com',
  private_key: 'the private part',
})
const PERSON = JSON.stringify({ type: 'authorized_user', refresh_token: 'one' })
const secrets = (texts: Record<string, string> = {}) => ({ get: (key: string) => texts[key] ?? '' })
const form = (part: Partial<ConnectionForm> = {}): ConnectionForm => ({
  ...EMPTY_FORM,
  project: 'retail-media-2031',
  client_id: '8123.apps.googleusercontent.com',
  ...part,
})
const typed = (part: Partial<ConnectionForm['typed']>) => ({ typed: { ...EMPTY_FORM.typed, ...part } })

const client = (client_id: string) => ({ kind: 'browser' as const, client_id })
const OWN = client('8123.apps.googleusercontent.com')
const robot = { kind: 'service_account' as const, client_id: null }

test.each<[string, ConnectionForm, Record<string, string>, KeptSignIn | null, Record<string, string>]>([
  ['all is right', form(), { client_secret: 'shh' }, null, {}],
  ['the kept secret', form(), {}, OWN, {}],
  [
    'the secret of another client',
    form(),
    {},
    client('9.apps.googleusercontent.com'),
    { 'sign_in.client_secret': 'must not be empty' },
  ],
  [
    'nothing is filled in',
    EMPTY_FORM,
    {},
    null,
    {
      project: 'must be a project id such as retail-media-2031',
      'sign_in.client_id': 'must end in .apps.googleusercontent.com',
      'sign_in.client_secret': 'must not be empty',
    },
  ],
  [
    'a dataset with a dash',
    form({ dataset: 'my-data' }),
    {},
    OWN,
    { dataset: 'must be letters, digits and underscores' },
  ],
  [
    'no location',
    form({ location: '' }),
    {},
    OWN,
    { location: 'must be a location such as EU or europe-west3' },
  ],
  ['no key', form({ way: 'service_account' }), {}, OWN, { 'sign_in.key': 'choose or paste a key file' }],
  ['the kept key', form({ way: 'service_account' }), {}, robot, {}],
  ['a key', form({ way: 'service_account', ...typed({ key: 1 }) }), { key: KEY }, null, {}],
  [
    'another file',
    form({ way: 'service_account', ...typed({ key: 1 }) }),
    { key: PERSON },
    robot,
    { 'sign_in.key': 'is a file for signing in as a person, not a service account’s key' },
  ],
  ['nothing to enter', form({ way: 'application_default', client_id: '' }), {}, null, {}],
])('%s', (_name, given, texts, kept, expected) =>
  expect(Object.fromEntries(checkForm(given, secrets(texts), kept))).toEqual(expected),
)

describe('a key file', () => {
  it.each([
    ['', 'choose or paste a key file'],
    ['{"type":', 'must be the JSON file of a service account’s key'],
    ['[]', 'must be the JSON file of a service account’s key'],
    [
      JSON.stringify({ type: 'service_account', client_email: 'a@b' }),
      'must be the JSON file of a service account’s key',
    ],
    [JSON.stringify({ installed: {} }), 'is a file for signing in as a person, not a service account’s key'],
    ['x'.repeat(16_001), 'is too large for a key file'],
    [KEY, null],
  ])('%.40s', (text, fault) => expect(keyFault(text)).toBe(fault))

  it('tells whose it is', () => {
    expect(keyOwner(KEY)).toEqual({
      account: 'push@retail-media-2031.iam.gserviceaccount.com',
      project: 'retail-media-2031',
    })
    expect(keyOwner(PERSON)).toBeNull()
  })
})

describe('what is sent', () => {
  const place = { project: 'retail-media-2031', dataset: 'activation_manager', location: 'US' }
  it.each<[string, ConnectionForm, Record<string, string>, object]>([
    [
      'a client without a new secret',
      form(),
      {},
      { kind: 'browser', client_id: '8123.apps.googleusercontent.com' },
    ],
    [
      'a client with its secret',
      form(typed({ client_secret: 1 })),
      { client_secret: ' shh ' },
      { kind: 'browser', client_id: '8123.apps.googleusercontent.com', client_secret: 'shh' },
    ],
    ['the kept key', form({ way: 'service_account' }), { key: 'left over' }, { kind: 'service_account' }],
    [
      'a new key',
      form({ way: 'service_account', ...typed({ key: 2 }) }),
      { key: KEY },
      { kind: 'service_account', key: KEY },
    ],
    ['this computer', form({ way: 'application_default' }), {}, { kind: 'application_default' }],
  ])('%s', (_name, given, texts, sign_in) =>
    expect(inputOf(given, secrets(texts))).toEqual({ ...place, sign_in }),
  )
})

test('a form is unsaved when it would change something', () => {
  const { connection } = status
  if (!connection) throw new Error('The sample is connected')
  const kept = formOf(connection)
  expect(isDirty(kept, kept)).toBe(false)
  expect(isDirty({ ...kept, project: ' retail-media-2031 ' }, kept)).toBe(false)
  expect(isDirty({ ...kept, location: 'US' }, kept)).toBe(true)
  expect(isDirty({ ...kept, ...typed({ client_secret: 1 }) }, kept)).toBe(true)
  // A key that was typed before another way was chosen.
  expect(isDirty({ ...kept, ...typed({ key: 1 }) }, kept)).toBe(false)
})

test('a refusal of the core is shown at its control until that changes', () => {
  const refused = refusedControls([
    { path: 'service_account_key.private_key', message: 'Not a private key that can be read' },
    { path: 'project', message: 'is closed' },
  ])
  expect([...refused.keys()]).toEqual(['sign_in.key', 'project'])
  expect(valueAt(form(typed({ key: 1 })), 'sign_in.key')).not.toBe(
    valueAt(form(typed({ key: 2 })), 'sign_in.key'),
  )
  expect(valueAt(form(), 'project')).toBe('retail-media-2031')
})

test('a check says whether the set-up can help', () => {
  const check = (id: string, state: SetupCheck['state']): SetupCheck => ({
    id,
    state,
    message: '',
    hint: null,
  })
  const basics = ['account', 'api', 'project', 'jobs'].map(id => check(id, 'ok'))
  const all = [...basics, check('dataset', 'ok')]
  expect([isReady(all), canMake(all)]).toEqual([true, false])
  const missing = [...basics, check('dataset', 'failed')]
  expect([isReady(missing), canMake(missing)]).toEqual([false, true])
  const refused = [check('account', 'failed'), check('dataset', 'skipped')]
  expect([isReady(refused), canMake(refused)]).toEqual([false, false])
})

test.each([
  [{ billed_bytes: 0, cost_usd: 0 }, 'Costs nothing.'],
  [
    { billed_bytes: 20_971_520, cost_usd: 0.000_12 },
    'Costs less than $0.01 at most: BigQuery bills 21\u00a0MB of reading.',
  ],
  [{ billed_bytes: 2 ** 41, cost_usd: 12.5 }, 'Costs $12.50 at most: BigQuery bills 2.2\u00a0TB of reading.'],
  [{ billed_bytes: null, cost_usd: null }, 'What it costs isn’t known now.'],
])('%j: %s', (given, text) => expect(costText(given)).toBe(text))

test('steps of a job: one that counts on stays one line, and another job begins anew', () => {
  const said = (steps: typeof NO_STEPS, message: string, job_id = 'a') =>
    stepsAfter(steps, { job_id, message })
  const first = said(NO_STEPS, 'Reading 500 rows of audiences')
  const second = said(first, 'Reading 1,500 rows of audiences')
  const third = said(second, 'Bringing 3 rows into audiences')
  expect(third.said).toEqual(['Reading 1,500 rows of audiences', 'Bringing 3 rows into audiences'])
  expect(said(third, 'Bringing 3 rows into audiences')).toBe(third)
  expect(said(third, '')).toBe(third)
  expect(said(third, 'Asking', 'b').said).toEqual(['Asking'])
})
