// The reference system's audience calls, and all else that can be done with an audience.
import * as z from 'zod'
import {
  AudienceFilter,
  type AudienceFilter as Filter,
  SORT_FIELDS,
} from '../../../shared/contract/audiences.ts'
import { contract } from '../../../shared/contract.ts'
import {
  Audience,
  AudienceInput,
  AudiencePatch,
  AudienceStatus,
  DataType,
  IdentifierType,
} from '../../../shared/domain/audience.ts'
import { line, prose } from '../../../shared/domain/values.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import {
  expected_version,
  living,
  orNone,
  pageAnswer,
  pageFields,
  unlessEmpty,
  wholeNumber,
} from '../reference.ts'
import { type Ask, json } from '../route.ts'

const { shape: filters } = AudienceFilter

/** One value of each; the filter of the contract takes lists. */
const conditions = {
  status: orNone(AudienceStatus),
  search: z.string().optional(),
  data_type: orNone(DataType),
  identifier_type: orNone(IdentifierType),
  tag: orNone(line(60)),
  campaign_id: orNone(line(200)),
  variable: orNone(line(200)),
  size_min: orNone(wholeNumber),
  size_max: orNone(wholeNumber),
  updated_from: orNone(filters.updated_from.unwrap()),
  updated_to: orNone(filters.updated_to.unwrap()),
  created_from: orNone(filters.created_from.unwrap()),
  created_to: orNone(filters.created_to.unwrap()),
  /** `true`: the trash instead of the living. */
  deleted: orNone(z.enum(['true', 'false'])),
}
const Conditions = z.object(conditions)
const ListQuery = z.object({
  ...pageFields,
  ...conditions,
  sort: orNone(z.enum(SORT_FIELDS)),
  direction: orNone(z.enum(['asc', 'desc'])),
  offset: wholeNumber.optional(),
})
const VersionQuery = z.object({ version: orNone(wholeNumber) })
const DeleteQuery = z.object({ expected_version: orNone(wholeNumber) })

const PatchBody = AudiencePatch.extend({ expected_version, change_note: prose(500).optional() })
const StatusBody = z.object({ status: AudienceStatus, expected_version })

function filterOf(given: z.output<typeof Conditions>): Filter {
  const { status, search, data_type, identifier_type, tag, campaign_id, variable, deleted, ...rest } = given
  return {
    ...(status && { status: [status] }),
    ...(unlessEmpty(search) !== undefined && { search }),
    ...(data_type && { data_type: [data_type] }),
    ...(identifier_type && { identifier_type: [identifier_type] }),
    ...(tag && { tags: [tag] }),
    ...(campaign_id && { campaign_ids: [campaign_id] }),
    ...(variable && { variables: [variable] }),
    ...(deleted === 'true' && { deleted: true }),
    ...rest,
  }
}

const getLiving = async (ask: Ask, audience_id: string): Promise<Result<Audience>> =>
  living(await ask('audiences.get', { audience_id }), 'audience')

async function wholeRecords(
  ask: Ask,
  items: readonly { audience_id: string }[],
): Promise<Result<Audience[]>> {
  if (items.length === 0) return ok([])
  const found = await ask('audiences.getMany', { audience_ids: items.map(item => item.audience_id) })
  return found.ok ? ok(found.value.audiences) : found
}

const said = (message: (name: string) => string) => (saved: Result<Audience>) =>
  saved.ok ? ok({ audience_id: saved.value.audience_id, message: message(saved.value.name) }) : saved
const shown = (found: Result<Audience>) => (found.ok ? ok({ audience: found.value }) : found)

const tag = 'Audiences'
const one = '/api/audiences/:audience_id'
const message = z.string()
const audience = { audience: Audience }

export const audienceRoutes = [
  json('post', '/api/audiences', {
    tag,
    summary: 'Save a new audience',
    detail: 'Only name and data_type are needed. An audience_id that is sent along is ignored.',
    passed: AudienceInput,
    answer: { audience_id: z.string(), message },
    status: 201,
    async respond({ ask, body: { audience_id: _id, ...input } }) {
      return said(name => `Audience “${name}” is saved`)(await ask('audiences.create', input))
    },
  }),
  json('get', '/api/audiences', {
    tag,
    summary: 'List audiences, whole records, newest change first',
    query: ListQuery,
    answer: { audiences: z.array(Audience), ...pageAnswer },
    async respond({ ask, query: { limit, cursor, offset, sort, direction, ...given } }) {
      const page = await ask('audiences.list', {
        filter: filterOf(given),
        ...((sort || direction) && { sort: { ...(sort && { by: sort }), ...(direction && { direction }) } }),
        limit,
        ...(cursor && { cursor }),
        ...(offset !== undefined && { offset }),
      })
      if (!page.ok) return page
      const { items, next_cursor } = page.value
      const whole = await wholeRecords(ask, items)
      if (!whole.ok) return whole
      // Deleted, or restored, between the list and the read: it is as if the list had come a moment later.
      const audiences = whole.value.filter(one => one.deleted === (given.deleted === 'true'))
      return ok({ audiences, count: audiences.length, next_cursor })
    },
  }),
  json('get', '/api/audiences/count', {
    tag,
    summary: 'How many audiences match, in all and by status',
    query: Conditions,
    answer: contract['audiences.count'].output.shape,
    respond: ({ ask, query }) => ask('audiences.count', { filter: filterOf(query) }),
  }),
  json('get', '/api/audiences/facets', {
    tag,
    summary: 'Values to filter by, with how many audiences have each',
    query: Conditions,
    answer: contract['audiences.facets'].output.shape,
    respond: ({ ask, query }) => ask('audiences.facets', { filter: filterOf(query) }),
  }),
  json('post', '/api/audiences/bulk', {
    tag,
    summary: 'Change up to 1,000 audiences at once: all of them or none',
    body: contract['audiences.bulk'].input,
    answer: contract['audiences.bulk'].output.shape,
    respond: ({ ask, body }) => ask('audiences.bulk', body),
  }),
  json('get', one, {
    tag,
    summary: 'Read one audience, as it is or as an earlier version was',
    query: VersionQuery,
    answer: audience,
    record: 'audience',
    async respond({ ask, param, query: { version } }) {
      const audience_id = param('audience_id')
      const found = await getLiving(ask, audience_id)
      if (!found.ok || version === undefined) return shown(found)
      return shown(await ask('audiences.get', { audience_id, version }))
    },
  }),
  json('patch', one, {
    tag,
    summary: 'Change fields of an audience; what is left out stays',
    detail:
      'With expected_version, or If-Match, it is refused when the audience is of another version by then.',
    body: PatchBody,
    answer: audience,
    record: 'audience',
    async respond({ ask, param, expected, body: { expected_version: given, change_note, ...patch } }) {
      const audience_id = param('audience_id')
      const current = await getLiving(ask, audience_id)
      if (!current.ok) return current
      const version = expected(given) ?? current.value.version
      const input = {
        audience_id,
        expected_version: version,
        patch,
        ...(change_note !== undefined && { change_note }),
      }
      return shown(await ask('audiences.update', input))
    },
  }),
  json('put', `${one}/status`, {
    tag,
    summary: 'Make an audience a draft, active or archived',
    body: StatusBody,
    answer: { audience_id: z.string(), status: AudienceStatus, version: z.number().int(), message },
    record: 'audience',
    async respond({ ask, param, expected, body: { status: to, expected_version: given } }) {
      const version_seen = expected(given)
      const moved = await ask('audiences.setStatus', {
        audience_id: param('audience_id'),
        status: to,
        ...(version_seen !== undefined && { expected_version: version_seen }),
      })
      if (!moved.ok) return moved
      const { audience_id, status, version } = moved.value
      return ok({ audience_id, status, version, message: `The audience is now ${status}` })
    },
  }),
  json('delete', one, {
    tag,
    summary: 'Put an audience into the trash',
    query: DeleteQuery,
    answer: { audience_id: z.string(), message },
    record: 'audience',
    async respond({ ask, param, query, expected }) {
      const version = expected(query.expected_version)
      const input = {
        audience_id: param('audience_id'),
        ...(version !== undefined && { expected_version: version }),
      }
      return said(name => `Audience “${name}” is in the trash`)(await ask('audiences.delete', input))
    },
  }),
  json('post', `${one}/restore`, {
    tag,
    summary: 'Take an audience out of the trash',
    answer: audience,
    respond: async ({ ask, param }) =>
      shown(await ask('audiences.undelete', { audience_id: param('audience_id') })),
  }),
  json('post', `${one}/duplicate`, {
    tag,
    summary: 'Make a new draft with the same content',
    body: z.strictObject({ name: line(200).optional() }),
    optional: true,
    answer: audience,
    status: 201,
    respond: async ({ ask, param, body }) =>
      shown(await ask('audiences.duplicate', { audience_id: param('audience_id'), ...body })),
  }),
  json('get', `${one}/versions`, {
    tag,
    summary: 'Every version of an audience: who changed what, newest first',
    answer: contract['audiences.history'].output.shape,
    respond: ({ ask, param }) => ask('audiences.history', { audience_id: param('audience_id') }),
  }),
  json('post', `${one}/versions/:version/restore`, {
    tag,
    summary: 'Make an earlier version the newest again',
    answer: audience,
    record: 'audience',
    async respond({ ask, param, expected }) {
      const audience_id = param('audience_id')
      const current = await getLiving(ask, audience_id)
      if (!current.ok) return current
      return shown(
        await ask('audiences.restoreVersion', {
          audience_id,
          version: Number(param('version')),
          expected_version: expected(undefined) ?? current.value.version,
        }),
      )
    },
  }),
]
