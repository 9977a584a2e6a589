// Datasets over REST.
import { z } from 'zod'
import { type Answer, type Call, EMPTY, ok, parseBody, part } from '../call.ts'
import type { Dataset } from '../catalog.ts'
import { GoogleError, invalid } from '../errors.ts'
import { createDataset, demand, dropDataset, touch, type World } from '../world.ts'

const Access = z.array(
  z.looseObject({ view: z.object({ datasetId: z.string(), tableId: z.string() }).optional() }),
)
const Body = z.object({
  datasetReference: z.object({ datasetId: z.string(), projectId: z.string().optional() }),
  location: z.string().optional(),
  defaultTableExpirationMs: z.union([z.string(), z.number()]).nullish(),
  access: Access.optional(),
  description: z.string().nullish(),
  friendlyName: z.string().nullish(),
  labels: z.record(z.string(), z.string().nullable()).optional(),
})

const NAME = /^[A-Za-z0-9_]{1,1024}$/

export const etagOf = ({ modified, revision }: { modified: number; revision: number }) =>
  Buffer.from(`${modified}/${revision}`).toString('base64url')

/** Refuses a change to something that was changed since the caller saw it. */
export function checkEtag(call: Call, thing: { modified: number; revision: number }) {
  const wanted = call.headers['if-match']
  if (wanted !== undefined && wanted !== '*' && wanted !== etagOf(thing)) {
    throw new GoogleError('conditionNotMet', 'Precondition check failed.')
  }
}

function resource({ project }: World, dataset: Dataset) {
  return {
    kind: 'bigquery#dataset',
    id: `${project}:${dataset.id}`,
    etag: etagOf(dataset),
    datasetReference: { projectId: project, datasetId: dataset.id },
    location: dataset.location,
    creationTime: String(dataset.created),
    lastModifiedTime: String(dataset.modified),
    access: dataset.access,
    ...dataset.about,
    ...(dataset.defaultExpirationMs !== null && {
      defaultTableExpirationMs: String(dataset.defaultExpirationMs),
    }),
  }
}

/** Expiry can't be shorter than an hour. */
function expirationOf(given: string | number | null | undefined): number | null {
  if (given === null || given === undefined) return null
  const ms = Number(given)
  if (!Number.isInteger(ms) || ms < 3_600_000) {
    throw invalid('Invalid value for defaultTableExpirationMs: must be at least 3600000')
  }
  return ms
}

/** Null takes a label or text away. */
export function mergeAbout(about: Record<string, unknown>, given: About): Record<string, unknown> {
  const { labels, ...texts } = given
  const merged: Record<string, unknown> = { ...about, ...texts }
  const old = typeof about.labels === 'object' ? about.labels : {}
  if (labels) merged.labels = withoutNull({ ...old, ...labels })
  return withoutNull(merged)
}

const withoutNull = (given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined))

export type About = {
  description?: string | null | undefined
  friendlyName?: string | null | undefined
  labels?: Record<string, string | null> | undefined
}
export const describing = ({ description, friendlyName, labels }: About) => ({
  ...(description !== undefined && { description }),
  ...(friendlyName !== undefined && { friendlyName }),
  ...(labels && { labels }),
})

export async function insertDataset(world: World, call: Call): Promise<Answer> {
  demand(world, call.principal, 'bigquery.datasets.create')
  const body = parseBody(Body, call.body)
  const id = body.datasetReference.datasetId
  if (!NAME.test(id)) {
    throw invalid(`Invalid dataset ID "${id}". Dataset IDs must be alphanumeric (plus underscores)`)
  }
  await createDataset(world, {
    id,
    location: body.location ?? 'US',
    defaultExpirationMs: expirationOf(body.defaultTableExpirationMs),
    access: access(body.access),
    about: mergeAbout({}, describing(body)),
  })
  return ok(resource(world, world.catalog.dataset(id)))
}

const access = (given: z.infer<typeof Access> = []) =>
  given.map(({ view, ...rest }) => ({ ...rest, ...(view && { view }) }))

export function getDataset(world: World, call: Call): Answer {
  const id = part(call, 'dataset')
  demand(world, call.principal, 'bigquery.datasets.get', { dataset: id })
  return ok(resource(world, world.catalog.dataset(id)))
}

export function patchDataset(world: World, call: Call): Answer {
  const id = part(call, 'dataset')
  demand(world, call.principal, 'bigquery.datasets.update', { dataset: id })
  const dataset = world.catalog.dataset(id)
  checkEtag(call, dataset)
  const body = parseBody(Body.partial(), call.body)
  if (body.location !== undefined && body.location !== dataset.location) {
    throw invalid('The location of a dataset cannot be changed')
  }
  if (body.defaultTableExpirationMs !== undefined) {
    dataset.defaultExpirationMs = expirationOf(body.defaultTableExpirationMs)
  }
  if (body.access) dataset.access = access(body.access)
  dataset.about = mergeAbout(dataset.about, describing(body))
  touch(world, dataset)
  return ok(resource(world, dataset))
}

export async function deleteDataset(world: World, call: Call): Promise<Answer> {
  const id = part(call, 'dataset')
  demand(world, call.principal, 'bigquery.datasets.delete', { dataset: id })
  const dataset = world.catalog.dataset(id)
  if (dataset.tables.size > 0 && call.query.get('deleteContents') !== 'true') {
    throw new GoogleError('resourceInUse', `Dataset ${world.project}:${id} is still in use`)
  }
  await dropDataset(world, dataset)
  return EMPTY
}

export function listDatasets(world: World, call: Call): Answer {
  const seen = [...world.catalog.datasets.values()].filter(({ id }) =>
    world.permissions.allows(call.principal, 'bigquery.datasets.get', { dataset: id }),
  )
  const datasets = seen.map(dataset => {
    const { kind, id, datasetReference, location } = resource(world, dataset)
    return { kind, id, datasetReference, location }
  })
  return ok({ kind: 'bigquery#datasetList', ...(datasets.length > 0 && { datasets }) })
}
