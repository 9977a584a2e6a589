// Saving: sends only what changed, and leads each refusal to where it can be put right.
import { useRef, useState } from 'react'
import type { InputOf } from '../../../shared/contract.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { type AppError, type FieldError, fieldErrors, type Result } from '../../../shared/errors.ts'
import { changeRun, showDistribution } from '../../actions/distributions.ts'
import { client } from '../../api/client.ts'
import { showError } from '../../components/ui/toast.tsx'

type Options = {
  base: Distribution
  patch: () => InputOf<'distributions.update'>['patch']
  /** Whether the form and what it says of approval are the same on this version. */
  isAlike: (run: Distribution) => boolean
  onSaved: (run: Distribution) => void
  onRefused: (fields: readonly FieldError[]) => void
}

const inForm = ({ path, message }: FieldError): FieldError => ({
  path: path.replace(/^patch\./, ''),
  message,
})

export function useSave({ base, patch, isAlike, onSaved, onRefused }: Options) {
  const [saving, setSaving] = useState(false)
  const busy = useRef(false)
  const { distribution_id } = base

  const send = (expected_version: number) => changeRun({ distribution_id, expected_version, patch: patch() })

  /** A version that came between and changes nothing of this is nothing to ask about; any other one is shown. */
  async function sendAgain(error: AppError): Promise<Result<Distribution>> {
    const refused = { ok: false as const, error }
    if (error.code !== 'conflict') return refused
    const newest = await client.distributions.get({ distribution_id })
    if (!newest.ok || newest.value.version === base.version) return refused
    if (newest.value.status === 'scheduled' && isAlike(newest.value)) return send(newest.value.version)
    showDistribution(newest.value)
    return refused
  }

  async function save() {
    if (busy.current) return
    busy.current = true
    setSaving(true)
    const first = await send(base.version)
    const answer = first.ok ? first : await sendAgain(first.error)
    busy.current = false
    setSaving(false)
    if (answer.ok) return onSaved(answer.value)
    const fields = fieldErrors(answer.error)
    if (fields.length > 0) onRefused(fields.map(inForm))
    else showError(answer.error)
  }
  return { save: () => void save(), saving }
}
