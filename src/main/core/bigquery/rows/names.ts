// Names of tables as SQL takes them. Only names are ever put into a statement; values go as parameters.
import type { FieldError } from '../../../../shared/errors.ts'
import type { Target } from '../face.ts'

const RULES: { readonly [K in keyof Target]: { pattern: RegExp; message: string } } = {
  project: {
    pattern: /^(?:[a-z0-9.-]{1,200}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    message: 'must be a project’s id, such as acme-marketing',
  },
  dataset: { pattern: /^[A-Za-z0-9_]{1,1024}$/, message: 'must be letters, digits and underscores' },
  staging_dataset: { pattern: /^[A-Za-z0-9_]{1,1024}$/, message: 'must be letters, digits and underscores' },
  location: { pattern: /^[A-Za-z0-9-]{1,64}$/, message: 'must be a location such as EU or europe-west3' },
}
const KEYS = Object.keys(RULES) as (keyof Target)[]

/** What isn't right about a target, for whoever enters it. */
export function targetFaults(target: Target): FieldError[] {
  const faults = KEYS.filter(key => !RULES[key].pattern.test(target[key])).map(path => ({
    path,
    message: RULES[path].message,
  }))
  // Staging tables run out after some days: the tables themselves must not stand among them.
  return target.dataset === target.staging_dataset
    ? [...faults, { path: 'staging_dataset', message: 'must be another dataset than that of the tables' }]
    : faults
}

/** Throws for a target that is none: what is entered is checked before. */
export function refuseOddTarget(target: Target) {
  const [fault] = targetFaults(target)
  if (fault) throw new RangeError(`${fault.path} ${fault.message}`)
}

function quoted(project: string, dataset: string, name: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(name))
    throw new RangeError('A table has letters, digits, hyphens and underscores')
  return `\`${project}.${dataset}.${name}\``
}

export function tablePath(target: Target, name: string): string {
  refuseOddTarget(target)
  return quoted(target.project, target.dataset, name)
}

export function stagingPath(target: Target, name: string): string {
  refuseOddTarget(target)
  return quoted(target.project, target.staging_dataset, name)
}
