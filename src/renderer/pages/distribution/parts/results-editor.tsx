// The form for what a platform told: counts of people, its own id, and rejected records by reason, typed or counted from its file.
import { type FormEvent, useState } from 'react'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { fieldErrors } from '../../../../shared/errors.ts'
import { enterResults } from '../../../actions/distributions.ts'
import { focusControl } from '../../../components/form/controls.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { showError } from '../../../components/ui/toast.tsx'
import { formatPercent } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { COUNTS, checkResults, formOfRun, rateIn, resultsOf } from '../model/results-form.ts'
import { Rejects } from './rejects.tsx'

const words = t.run
const LABELS = {
  total_records: [words.total, words.totalHelp],
  matched_records: [words.matched, words.matchedHelp],
  rejected_records: [words.rejected, words.rejectedHelp],
} as const
const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1)
/** `results.rejects[2].count` → `rejects[2].count`. */
const controlOf = (path: string) => path.replace(/^results\./, '')

export function ResultsEditor({ run, onDone }: { run: Distribution; onDone: () => void }) {
  const [form, setForm] = useState(() => formOfRun(run))
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map())
  const [saving, setSaving] = useState(false)
  /** A complaint stands until something is typed into its control. */
  const change = (control: string, next: typeof form) => {
    setForm(next)
    setErrors(before => new Map([...before].filter(([name]) => !name.startsWith(control))))
  }
  const complain = (found: ReadonlyMap<string, string>) => {
    setErrors(found)
    const [first] = found.keys()
    if (first) focusControl(first)
  }
  async function save(event: FormEvent) {
    event.preventDefault()
    if (saving) return
    const found = checkResults(form)
    if (found.size > 0) return complain(found)
    setSaving(true)
    const { distribution_id } = run
    const saved = await enterResults({
      distribution_id,
      expected_version: run.version,
      results: resultsOf(form),
    })
    setSaving(false)
    if (saved.ok) return onDone()
    const fields = fieldErrors(saved.error)
    if (fields.length > 0) complain(new Map(fields.map(({ path, message }) => [controlOf(path), message])))
    else showError(saved.error)
  }
  const shown = (control: string) => {
    const message = errors.get(control)
    return message && sentence(message)
  }
  const rate = rateIn(form)
  return (
    <form
      aria-label={words.results}
      noValidate
      onSubmit={event => void save(event)}
      // Esc leaves the form, not the page.
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.preventDefault()
        onDone()
      }}
      className="@container"
    >
      <div className="flex flex-col gap-5">
        <div className="grid items-start gap-4 @xl:grid-cols-3">
          {COUNTS.map(key => (
            <Field key={key} label={LABELS[key][0]} hint={LABELS[key][1]} error={shown(key)}>
              {field => (
                <Input
                  {...field}
                  data-control={key}
                  inputMode="numeric"
                  className="text-right"
                  value={form[key]}
                  onChange={event => change(key, { ...form, [key]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <p role="status" className="-mt-2 text-ink-2 empty:hidden">
          {rate !== null && words.wouldBe(formatPercent(rate))}
        </p>
        <Field label={words.platformId} error={shown('platform_audience_id')} className="max-w-120">
          {field => (
            <Input
              {...field}
              data-control="platform_audience_id"
              className="font-mono"
              value={form.platform_audience_id}
              onChange={event =>
                change('platform_audience_id', { ...form, platform_audience_id: event.target.value })
              }
            />
          )}
        </Field>
        <Rejects form={form} onChange={next => change('rejects', next)} errorOf={shown} />
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={saving}>
            {saving ? words.saving : words.save}
          </Button>
          <Button onClick={onDone}>{words.cancel}</Button>
        </div>
      </div>
    </form>
  )
}
