// The form that connects a profile: what it holds, what is wrong in it, and what saving sends. Secrets are kept elsewhere.
import { bigqueryOperations, type Connection, type SignIn } from '../../../../shared/contract/bigquery.ts'
import type { InputOf } from '../../../../shared/contract.ts'
import type { FieldError } from '../../../../shared/errors.ts'
import { t } from '../../../messages/index.ts'
import type { Secrets } from '../../platform-edit/model/secrets.ts'
import { keyFault } from './key-file.ts'

export type Way = SignIn['kind']
export type SecretKey = 'client_secret' | 'key'

export type ConnectionForm = {
  project: string
  dataset: string
  location: string
  way: Way
  client_id: string
  /** How often each secret was typed: a complaint is of one text alone. 0: the kept one stays. */
  typed: Readonly<Record<SecretKey, number>>
}

export const EMPTY_FORM: ConnectionForm = {
  project: '',
  dataset: 'activation_manager',
  location: 'US',
  way: 'browser',
  client_id: '',
  typed: { client_secret: 0, key: 0 },
}

export const formOf = ({ project, dataset, location, sign_in }: Connection): ConnectionForm => ({
  ...EMPTY_FORM,
  project,
  dataset,
  location,
  way: sign_in.kind,
  client_id: sign_in.client_id ?? '',
})

type Texts = Pick<Secrets, 'get'>

function signInOf({ way, client_id, typed }: ConnectionForm, secrets: Texts): SignIn {
  const client_secret = secrets.get('client_secret').trim()
  switch (way) {
    case 'browser':
      return { kind: way, client_id: client_id.trim(), ...(client_secret !== '' && { client_secret }) }
    case 'application_default':
      return { kind: way }
    case 'service_account':
      return { kind: way, ...(typed.key > 0 && { key: secrets.get('key') }) }
  }
}

export function inputOf(form: ConnectionForm, secrets: Texts): InputOf<'bigquery.connect'> {
  const { project, dataset, location } = form
  return { project, dataset, location, sign_in: signInOf(form, secrets) }
}

/** Control name → the end of a sentence, in the order of the form. */
export type FormErrors = ReadonlyMap<string, string>
export const NO_ERRORS: FormErrors = new Map()

export type KeptSignIn = Pick<Connection['sign_in'], 'kind' | 'client_id'>

/** A client's secret is kept with it; another client has another. */
export const needsClientSecret = (form: ConnectionForm, kept: KeptSignIn | null): boolean =>
  form.way === 'browser' && !(kept?.kind === 'browser' && kept.client_id === form.client_id.trim())

/** By the rules of the contract, so that neither refuses what the other takes. `kept`: how the profile signs in now. */
export function checkForm(form: ConnectionForm, secrets: Texts, kept: KeptSignIn | null): FormErrors {
  const errors = new Map<string, string>()
  const parsed = bigqueryOperations['bigquery.connect'].input.safeParse(inputOf(form, secrets))
  for (const { path, message } of parsed.error?.issues ?? []) {
    const control = path.join('.')
    if (control !== 'sign_in.key' && !errors.has(control)) errors.set(control, message)
  }
  if (needsClientSecret(form, kept) && secrets.get('client_secret').trim() === '')
    errors.set('sign_in.client_secret', t.bigquerySetUp.secretMissing)
  if (form.way === 'service_account') {
    const fault =
      form.typed.key === 0
        ? kept?.kind === 'service_account'
          ? null
          : t.bigquerySetUp.keyMissing
        : keyFault(secrets.get('key'))
    if (fault) errors.set('sign_in.key', fault)
  }
  return errors
}

/** What the core refused, by control: it names the parts of a key file too. */
export const refusedControls = (fields: readonly FieldError[]): FormErrors =>
  new Map(
    fields.map(({ path, message }) => [
      path.startsWith('service_account_key') ? 'sign_in.key' : path,
      message,
    ]),
  )

/** The value of a control by its name, to tell whether it changed since. */
export function valueAt(form: ConnectionForm, control: string): string {
  switch (control) {
    case 'project':
    case 'dataset':
    case 'location':
      return form[control]
    case 'sign_in.client_id':
      return form.client_id
    case 'sign_in.client_secret':
      return String(form.typed.client_secret)
    case 'sign_in.key':
      return String(form.typed.key)
    default:
      return ''
  }
}

export const isDirty = (form: ConnectionForm, kept: ConnectionForm): boolean =>
  form.way !== kept.way ||
  form.project.trim() !== kept.project ||
  form.dataset.trim() !== kept.dataset ||
  form.location.trim() !== kept.location ||
  (form.way === 'browser' && (form.client_id.trim() !== kept.client_id || form.typed.client_secret > 0)) ||
  (form.way === 'service_account' && form.typed.key > 0)
