// Saving: checks, sends only what changed, and leads each refusal to where it can be put right. A secret goes out once.
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Platform } from '../../../shared/domain/platform.ts'
import { missingLabels } from '../../../shared/domain/platform-rules.ts'
import { type AppError, fieldErrors, type Result } from '../../../shared/errors.ts'
import type { PlatformDefinition } from '../../../shared/platforms/definition.ts'
import { showPlatform, testConnection } from '../../actions/platforms.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { restoreVersion } from '../platform/restore-version.ts'
import { platformRoute } from '../platform/routes.ts'
import { checkForm, type FormErrors } from './model/check.ts'
import type { Form } from './model/form.ts'
import { inputOf, isEmptyPatch, patchOf, touchesSecrets } from './model/input.ts'
import { sameInForm } from './model/merge.ts'
import type { Secrets } from './model/secrets.ts'
import type { Errors } from './use-errors.ts'

const words = t.platformEdit

export type How = {
  /** Test the connection when it is saved. */
  test?: boolean
  /** Send everything but the secrets: they can't be kept now. */
  withoutSecrets?: boolean
}

type Options = {
  definition: PlatformDefinition
  form: Form
  base: Platform | null
  baseline: Form
  secrets: Secrets
  errors: Errors
  /** Focuses the first bad field. */
  onRefused: (errors: FormErrors) => void
  /** The page is about to be left with everything saved. */
  onSaved: () => void
}

const isVault = ({ code }: AppError) => code === 'keychain_locked' || code === 'keychain_unavailable'

function tell(saved: Platform, base: Platform | null, form: Form, how: How): void {
  const missing = missingLabels(saved)
  if (how.withoutSecrets) {
    showToast({ title: words.savedWithoutSecrets, detail: words.savedWithoutSecretsHint })
    return
  }
  const detail = missing.length > 0 ? words.savedIncomplete(missing) : saved.name
  // Secrets can't be taken back to what they were.
  const undo = base && !touchesSecrets(form) && saved.version > base.version
  showToast({
    title: words.saved,
    detail,
    ...(undo && {
      action: { label: t.common.undo, run: () => void restoreVersion(saved, base.version, false) },
    }),
  })
}

export function useSave(options: Options) {
  const { definition, form, base, baseline, secrets, errors, onRefused, onSaved } = options
  const [, go] = useLocation()
  const [saving, setSaving] = useState(false)
  const busy = useRef(false)
  /** What was to be done when the place for secrets refused. */
  const [vault, setVault] = useState<{ error: AppError; how: How } | null>(null)

  /** Null where nothing was changed. */
  function send(how: How, version: number | undefined): Promise<Result<Platform>> | null {
    const given = how.withoutSecrets ? null : secrets
    if (!base) return client.platforms.create(inputOf(definition, form, given))
    const patch = patchOf(definition, form, baseline, given)
    if (isEmptyPatch(patch)) return null
    const note = form.change_note.trim()
    return client.platforms.update({
      platform_id: base.platform_id,
      expected_version: version ?? base.version,
      patch,
      ...(note !== '' && { change_note: note }),
    })
  }

  /** A version that the form would show alike, such as a change of status, is nothing to ask about. */
  async function sendAgain(how: How, error: AppError): Promise<Result<Platform>> {
    const refused = { ok: false as const, error }
    if (error.code !== 'conflict' || fieldErrors(error).length > 0 || !base) return refused
    const newest = await client.platforms.get({ platform_id: base.platform_id })
    if (!newest.ok || newest.value.version === base.version || !sameInForm(newest.value, base)) return refused
    return (await send(how, newest.value.version)) ?? refused
  }

  function done(saved: Platform, how: How) {
    secrets.wipe()
    onSaved()
    go(platformRoute(saved.platform_id), { replace: true })
    if (how.test) void testConnection(saved.platform_id)
  }

  async function failed(error: AppError, how: How) {
    const fields = fieldErrors(error)
    if (fields.length > 0) {
      const found: FormErrors = new Map(fields.map(({ path, message }) => [path, message]))
      errors.refused(found, form)
      onRefused(found)
    } else if (isVault(error) && !how.withoutSecrets) setVault({ error, how })
    else if (error.code === 'conflict' && base) {
      // The notice appears when the newest version is here.
      await queryClient.invalidateQueries({ queryKey: keys.platform(base.platform_id) })
    } else showError(error)
  }

  async function save(how: How) {
    if (busy.current) return
    const found = checkForm(definition, form, baseline, secrets)
    if (found.size > 0) {
      errors.showAll()
      onRefused(found)
      return
    }
    const sending = send(how, base?.version)
    if (!sending) {
      if (base) done(base, how)
      return
    }
    busy.current = true
    setSaving(true)
    const first = await sending
    const answer = first.ok ? first : await sendAgain(how, first.error)
    busy.current = false
    setSaving(false)
    setVault(null)
    if (!answer.ok) return failed(answer.error, how)
    showPlatform(answer.value)
    done(answer.value, how)
    tell(answer.value, base, form, how)
  }
  return {
    save: (how: How) => void save(how),
    saving,
    vault,
    /** There is something to save besides secrets. */
    hasMore: !base || !isEmptyPatch(patchOf(definition, form, baseline, null)),
  }
}
