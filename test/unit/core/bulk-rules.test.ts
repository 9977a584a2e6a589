// What each bulk action does to each kind of audience, as a table.
import { describe, expect, it } from 'vitest'
import { decideBulk } from '../../../src/main/core/audiences/bulk-rules.ts'
import type { BulkAction } from '../../../src/shared/contract/audiences.ts'
import { Audience } from '../../../src/shared/domain/audience.ts'
import { audienceInput } from '../../support/audiences.ts'

const at = '2026-05-04T09:30:00.000Z'
const audience = (over: Partial<Audience>): Audience => ({
  ...Audience.parse({
    ...audienceInput(),
    audience_id: 'aud_1',
    total_audience_size: 2_000_000,
    size_source: 'segments',
    user_id: 'retail-analytics',
    created_at: at,
    updated_at: at,
    version: 1,
    deleted: false,
    changed_by: 'retail-analytics',
    change_note: null,
  }),
  ...over,
})
const full = { tags: Array.from({ length: 100 }, (_, n) => `tag ${n}`) }
const large = { tags: [], notes: 'n'.repeat(9_000), brief: 'b'.repeat(54_950) }

describe('decideBulk', () => {
  it.each<[string, Partial<Audience>, BulkAction, string]>([
    ['activate', { status: 'active' }, { do: 'activate' }, 'it is active already'],
    ['archive', { status: 'archived' }, { do: 'archive' }, 'it is archived already'],
    ['to_draft', { status: 'draft' }, { do: 'to_draft' }, 'it is draft already'],
    ['archive in the trash', { deleted: true }, { do: 'archive' }, 'it is in the trash'],
    ['delete in the trash', { deleted: true }, { do: 'delete' }, 'it is in the trash already'],
    ['undelete', {}, { do: 'undelete' }, 'it is not in the trash'],
    ['tag', {}, { do: 'tag', tags: ['spring'] }, 'it has the tags already'],
    ['untag', {}, { do: 'untag', tags: ['winter'] }, 'it has none of the tags'],
    ['tag when full', { metadata: full }, { do: 'tag', tags: ['q3'] }, 'it would have more than 100 tags'],
    [
      'tag when large',
      { metadata: large },
      { do: 'tag', tags: ['x'.repeat(60)] },
      'its metadata would be too large',
    ],
  ])('%s is skipped', (_what, over, action, reason) => {
    expect(decideBulk(audience(over), action)).toEqual({ skip: reason })
  })

  it.each<[BulkAction['do'], Partial<Audience>, Audience['status']]>([
    ['activate', { status: 'draft' }, 'active'],
    ['archive', { status: 'active' }, 'archived'],
    ['to_draft', { status: 'archived' }, 'draft'],
  ])('%s moves the status', (action, over, status) => {
    expect(decideBulk(audience(over), { do: action })).toMatchObject({ next: { content: { status } } })
  })

  it('moves to the trash and back', () => {
    expect(decideBulk(audience({}), { do: 'delete' })).toEqual({ next: { deleted: true } })
    expect(decideBulk(audience({ deleted: true }), { do: 'undelete' })).toEqual({ next: { deleted: false } })
  })

  it('adds tags once, in order, and removes those named', () => {
    expect(decideBulk(audience({}), { do: 'tag', tags: ['q3', 'spring', 'q3'] })).toMatchObject({
      next: {
        content: { metadata: { tags: ['spring', 'sustainability', 'q3'], campaign_id: 'spring-2026' } },
      },
    })
    expect(decideBulk(audience({}), { do: 'untag', tags: ['spring'] })).toMatchObject({
      next: { content: { metadata: { tags: ['sustainability'] } } },
    })
  })
})
