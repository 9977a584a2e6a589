// The columns against the domain: a new field must be named as one that travels or as one that stays.
import { describe, expect, it } from 'vitest'
import { SYNC_ORDER } from '../../../src/main/core/bigquery/face.ts'
import {
  BESIDE_CONTENT,
  contentFields,
  DEVICE_LOCAL,
  stagingColumns,
  TABLES,
  tableOf,
} from '../../../src/main/core/bigquery/rows/tables.ts'
import type { Entity } from '../../../src/main/core/store/face.ts'
import { Audience } from '../../../src/shared/domain/audience.ts'
import { Distribution } from '../../../src/shared/domain/distribution.ts'
import { Platform } from '../../../src/shared/domain/platform.ts'
import { User } from '../../../src/shared/domain/user.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { isSecretName } from '../../../src/shared/platforms/secrets.ts'

const SHAPES: Record<Entity, Record<string, { safeParse(value: unknown): { data?: unknown } }>> = {
  audience: Audience.shape,
  platform: Platform.shape,
  distribution: Distribution.shape,
  user: User.shape,
}
const namesOf = (entity: Entity) => tableOf(entity).columns.map(column => column.name)

describe('the tables', () => {
  it('stand in the order of the push', () => {
    expect(TABLES.map(table => table.entity)).toEqual([...SYNC_ORDER])
    expect(TABLES.map(table => table.name)).toEqual(['users', 'platforms', 'audiences', 'distributions'])
  })

  it.each(SYNC_ORDER)('has a column for each field of a %s, or names it as one that stays', entity => {
    // `deleted` travels as the time of it.
    const fields = Object.keys(SHAPES[entity]).map(field => (field === 'deleted' ? 'deleted_at' : field))
    const server = ['rev', 'owner_email', 'synced_at', 'pushed_by']
    const named = [...namesOf(entity), ...DEVICE_LOCAL[entity]]
    expect(named.toSorted()).toEqual([...fields, 'deleted_at', ...server].filter(unique).toSorted())
  })

  it.each(SYNC_ORDER)('counts each field of a %s as content, or knows that it is beside it', entity => {
    const beside = [...BESIDE_CONTENT, ...DEVICE_LOCAL[entity]]
    const fields = Object.keys(SHAPES[entity]).filter(field => !beside.includes(field))
    expect(contentFields(entity).toSorted()).toEqual(fields.toSorted())
  })

  it.each(TABLES)('has nothing in $name that a credential could be in', table => {
    const credentials = Object.values(PLATFORM_DEFINITIONS).flatMap(type => type.credentials)
    const keys = new Set([...credentials.map(field => field.key), 'credentials', 'credential_fields'])
    for (const { name } of [...table.columns, ...stagingColumns(table)])
      expect([name, isSecretName(name) || keys.has(name)]).toEqual([name, false])
  })

  it.each(TABLES)(
    'stages in $name what the server does not set, and the revision it was made from',
    table => {
      const names = stagingColumns(table).map(column => column.name)
      expect(names).toContain('base_rev')
      expect(names).toContain(table.id)
      for (const name of ['owner_email', 'synced_at', 'pushed_by']) expect(names).not.toContain(name)
      expect(new Set(names).size).toBe(names.length)
    },
  )

  // What the rule of revisions rests on.
  it.each(SYNC_ORDER)('has no field of a %s that may be empty in two ways', entity => {
    for (const [field, schema] of Object.entries(SHAPES[entity])) {
      if (!contentFields(entity).includes(field)) continue
      const empties = [null, false, 0, '', [], {}]
        .map(value => schema.safeParse(value).data)
        .filter(value => value !== undefined && JSON.stringify(value).length <= 5 && isEmpty(value))
      expect([field, new Set(empties.map(value => JSON.stringify(value))).size <= 1]).toEqual([field, true])
    }
  })
})

const unique = (name: string, at: number, all: readonly string[]) => all.indexOf(name) === at
const isEmpty = (value: unknown) =>
  !value || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
