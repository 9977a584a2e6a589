// Which permission Google says is missing, on what, and which role to ask for. Reads names alone out of Google's sentences.

export type Missing = {
  /** Such as `bigquery.tables.getData`; null when Google doesn't name it. */
  permission: string | null
  /** "dataset activation_manager", "table activation_manager.audiences", "project acme". */
  where: string | null
}

const PERMISSION = /\b((?:bigquery|serviceusage|resourcemanager)\.[a-zA-Z]+\.[a-zA-Z]+)\b/
const TABLE = /\b(?:Table|View|Routine)\s+`?([\w-]+)[:.]([\w-]+)\.([\w-]+)/i
const DATASET = /\bDataset\s+`?([\w-]+)[:.]([\w-]+)/i
const PROJECT = /\bProject\s+`?'?([a-z][\w-]{4,})\b/i
const JOB = /\bJob\s+`?[\w-]+[:.]([\w.-]+)/i

/** What a sentence of Google speaks of, in words; null when it names none. */
export function namedIn(text: string): string | null {
  const [, , in_dataset, table] = TABLE.exec(text) ?? []
  if (in_dataset && table) return `table ${in_dataset}.${table}`
  const dataset = DATASET.exec(text)?.[2]
  if (dataset) return `dataset ${dataset}`
  if (JOB.test(text)) return 'job'
  const project = PROJECT.exec(text)?.[1]
  return project ? `project ${project}` : null
}

export const missingIn = (text: string): Missing => ({
  permission: PERMISSION.exec(text)?.[1] ?? null,
  where: namedIn(text),
})

const ROLES: readonly [RegExp, string][] = [
  [/^bigquery\.jobs\.create$/, 'BigQuery Job User (roles/bigquery.jobUser) on the project'],
  [/^bigquery\.datasets\.create$/, 'BigQuery User (roles/bigquery.user) on the project'],
  [/^bigquery\.rowAccessPolicies\./, 'BigQuery Data Owner (roles/bigquery.dataOwner) on the dataset'],
  [
    /^bigquery\.datasets\.(update|delete|setIamPolicy)$/,
    'BigQuery Data Owner (roles/bigquery.dataOwner) on the dataset',
  ],
  [/^bigquery\./, 'BigQuery Data Editor (roles/bigquery.dataEditor) on the dataset'],
  [
    /^serviceusage\./,
    'Service Usage Consumer (roles/serviceusage.serviceUsageConsumer) on the project that is billed',
  ],
]

/** The least predefined role that has the permission; source: https://cloud.google.com/bigquery/docs/access-control. */
export const roleFor = (permission: string) =>
  ROLES.find(([pattern]) => pattern.test(permission))?.[1] ?? `a role with ${permission}`
