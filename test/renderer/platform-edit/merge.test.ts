// An edit onto a version that was saved meanwhile.
import { expect, it } from 'vitest'
import { type Form, formOfPlatform } from '../../../src/renderer/pages/platform-edit/model/form.ts'
import { mergeForms, sameInForm } from '../../../src/renderer/pages/platform-edit/model/merge.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { desk, ttd } from './platforms.ts'

const base = formOfPlatform(ttd, desk)
const typed: Form = { ...base, secrets: { token: { act: 'set', edit: 1 } }, change_note: 'Why' }

it('takes theirs where mine is untouched, and keeps mine where it isn’t', () => {
  const mine = { ...typed, name: 'Mine', settings: { ...base.settings, advertiser_id: 'mine' } }
  const theirs = { ...base, notes: 'Theirs', settings: { ...base.settings, region: 'EU' }, match_rate: '40' }
  const { form, overruled } = mergeForms(base, mine, theirs)
  expect(form).toMatchObject({
    name: 'Mine',
    notes: 'Theirs',
    match_rate: '40',
    settings: { advertiser_id: 'mine', region: 'EU' },
    secrets: mine.secrets,
    change_note: 'Why',
  })
  expect(overruled).toEqual([])
})

it('names what both changed differently, and nothing that both changed alike', () => {
  const mine: Form = { ...base, name: 'Mine', notes: 'Same', refresh_frequency: 'daily' }
  const theirs: Form = { ...base, name: 'Theirs', notes: 'Same', refresh_frequency: 'monthly' }
  const { form, overruled } = mergeForms(base, mine, theirs)
  expect(form).toMatchObject({ name: 'Mine', notes: 'Same', refresh_frequency: 'daily' })
  expect(overruled).toEqual(['name', 'settings.refresh_frequency'])
})

it.each<[string, Partial<Platform>, boolean]>([
  ['a connection test', { connection: { ...desk.connection, state: 'ok' }, version: 2 }, true],
  ['a change of status', { status: 'inactive', version: 2 }, true],
  ['a delivery', { last_sync: '2026-11-02T09:00:00.000Z', sync_status: 'success' }, true],
  ['a new name', { name: 'Other' }, false],
  ['a setting', { settings: { ...desk.settings, region: 'EU' } }, false],
  ['a secret', { credential_fields: { token: { state: 'missing' } } }, false],
  ['the trash', { deleted: true }, false],
])('sees in %s whether there is anything to decide', (_what, change, same) => {
  expect(sameInForm(desk, { ...desk, ...change })).toBe(same)
})
