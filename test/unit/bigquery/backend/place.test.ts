// Where records are kept: what the environment may say, and what it is told when it can't be.
import { expect, it } from 'vitest'
import { placeOf } from '../../../../src/main/core/bigquery/backend/place.ts'
import { takeCoreSettings } from '../../../../src/main/core/environment.ts'

const said = (env: Record<string, string>) => placeOf({ workspace: '/analyst', ...takeCoreSettings(env) })
const PROJECT = { GOOGLE_CLOUD_PROJECT: 'acme-marketing' }
const BIGQUERY = { STORAGE_BACKEND: 'bigquery', ...PROJECT }

it.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['only a project to push to', PROJECT],
  ['local', { STORAGE_BACKEND: 'local', ...PROJECT }],
])('with %s it is the workspace', (_, env) => {
  expect(said(env)).toEqual({ ok: true, value: { workspace: '/analyst', kept: null } })
})

it('with bigquery it is the dataset, with a folder of its own for the copy', () => {
  const place = said({ ...BIGQUERY, ACTIVATION_BIGQUERY_LOCATION: 'EU' })
  const target = {
    project: 'acme-marketing',
    dataset: 'activation_manager',
    staging_dataset: 'activation_manager_staging',
    location: 'EU',
  }
  expect(place).toMatchObject({ ok: true, value: { target } })
  const folder = (env: Record<string, string>) => {
    const found = said(env)
    return found.ok ? found.value.workspace : ''
  }
  const folders = [
    folder(BIGQUERY),
    folder({ ...BIGQUERY, ACTIVATION_BIGQUERY_DATASET: 'other' }),
    folder({ ...BIGQUERY, ACTIVATION_BIGQUERY_DATASET: 'Other' }),
    folder({ ...BIGQUERY, GOOGLE_CLOUD_PROJECT: 'acme.example:marketing' }),
  ]
  expect(new Set(folders).size).toBe(4)
  expect(folders[0]).toBe('/analyst/bigquery/acme-marketing.activation_manager')
  for (const one of folders) expect(one).toMatch(/^\/analyst\/bigquery\/[a-z0-9._-]+$/)
})

it.each<[string, Record<string, string>, string]>([
  ['another place', { STORAGE_BACKEND: 'Bigquery', ...PROJECT }, 'STORAGE_BACKEND'],
  ['no project', { STORAGE_BACKEND: 'bigquery' }, 'GOOGLE_CLOUD_PROJECT'],
  ['a project that is none', { ...BIGQUERY, GOOGLE_CLOUD_PROJECT: 'Acme Marketing' }, 'project'],
  ['a dataset that is none', { ...BIGQUERY, ACTIVATION_BIGQUERY_DATASET: 'a-b' }, 'dataset'],
])('%s is refused, and named', (_, env, path) => {
  expect(said(env)).toMatchObject({
    ok: false,
    error: { code: 'validation_failed', hint: expect.any(String), details: { fields: [{ path }] } },
  })
})
