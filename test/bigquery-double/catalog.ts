// Datasets, tables, views and row policies: what there is, apart from the rows.
import { duplicate, notFound } from './errors.ts'
import type { Field } from './types.ts'

export type Policy = {
  grantees: readonly string[]
  /** GoogleSQL. */
  filter: string
}
export type Partition = { column: string; unit: string }
export type Table = {
  dataset: string
  id: string
  fields: Field[]
  /** GoogleSQL of a view; null for a table. */
  view: string | null
  partition: Partition | null
  cluster: readonly string[]
  primaryKey: readonly string[]
  policies: Map<string, Policy>
  /** Milliseconds since 1970. */
  expires: number | null
  created: number
  modified: number
  /** Counts changes of this description, for etags. */
  revision: number
  about: Record<string, unknown>
}
export type Dataset = {
  id: string
  location: string
  tables: Map<string, Table>
  /** For tables that are made from now on. */
  defaultExpirationMs: number | null
  /** As REST has it; views among it may read without the reader's own rights. */
  access: { view?: { datasetId: string; tableId: string } }[]
  created: number
  modified: number
  revision: number
  about: Record<string, unknown>
}

export interface Catalog {
  readonly datasets: ReadonlyMap<string, Dataset>
  dataset(id: string): Dataset
  table(dataset: string, id: string): Table
  find(dataset: string, id: string): Table | null
  addDataset(dataset: Dataset): void
  addTable(table: Table): void
  removeDataset(id: string): void
  removeTable(dataset: string, id: string): void
  /** Tables whose time is over. */
  expired(now: number): Table[]
}

/** Names of missing things as in Google's answers. */
export function makeCatalog(project: string): Catalog {
  const datasets = new Map<string, Dataset>()
  const dataset = (id: string) => {
    const found = datasets.get(id)
    if (!found) throw notFound(`Dataset ${project}:${id}`)
    return found
  }
  return {
    datasets,
    dataset,
    table(owner, id) {
      const found = dataset(owner).tables.get(id)
      if (!found) throw notFound(`Table ${project}:${owner}.${id}`)
      return found
    },
    find: (owner, id) => datasets.get(owner)?.tables.get(id) ?? null,
    addDataset(added) {
      if (datasets.has(added.id)) throw duplicate(`Dataset ${project}:${added.id}`)
      datasets.set(added.id, added)
    },
    addTable(added) {
      const { tables } = dataset(added.dataset)
      if (tables.has(added.id)) throw duplicate(`Table ${project}:${added.dataset}.${added.id}`)
      tables.set(added.id, added)
    },
    removeDataset: id => void datasets.delete(id),
    removeTable: (owner, id) => void datasets.get(owner)?.tables.delete(id),
    expired: now =>
      [...datasets.values()].flatMap(({ tables }) =>
        [...tables.values()].filter(({ expires }) => expires !== null && expires <= now),
      ),
  }
}
