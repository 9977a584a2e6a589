// What can be left as it is: campaign, notes, type, and asking for approval.
import type { ReactNode } from 'react'
import { usePlatforms } from '../../../api/platforms.ts'
import { CheckMark } from '../../../components/ui/checkbox.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Input, Textarea } from '../../../components/ui/input.tsx'
import { type Option, Select } from '../../../components/ui/select.tsx'
import { t } from '../../../messages/index.ts'
import type { Controls } from '../controls.ts'
import type { PlanForm } from '../model/form.ts'
import { Step } from './step.tsx'

const words = t.plan
const TYPES = (['auto', 'initial', 'refresh', 'incremental'] as const).map(value => ({
  value,
  label: words.types[value],
}))

function Approval({ controls }: { controls: Controls }) {
  const { form, change, errors } = controls
  const { data: platforms = [] } = usePlatforms()
  const needed = platforms.some(
    ({ platform_id, settings }) =>
      form.platform_ids.includes(platform_id) && settings.approval_needed === true,
  )
  return (
    <div className="flex flex-col gap-3">
      <label className="relative flex w-fit items-start gap-2">
        <input
          type="checkbox"
          data-control="request_approval"
          checked={form.request_approval}
          aria-describedby="approval-hint"
          onChange={event => change(now => ({ ...now, request_approval: event.target.checked }))}
          className="peer absolute inset-0 opacity-0"
        />
        <CheckMark
          state={form.request_approval}
          className="mt-0.5 peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-focus"
        />
        <span className="font-medium">{words.request}</span>
      </label>
      <p id="approval-hint" className="-mt-2 pl-6 text-sm text-pretty text-ink-2">
        {needed ? words.requestNeeded : words.requestHint}
      </p>
      {form.request_approval && (
        <Field label={words.comment} error={errors.shown.get('approval_comment')} className="pl-6">
          {field => (
            <Textarea
              {...field}
              data-control="approval_comment"
              rows={2}
              value={form.approval_comment}
              onChange={event => change(now => ({ ...now, approval_comment: event.target.value }))}
            />
          )}
        </Field>
      )}
    </div>
  )
}

type DetailsProps = {
  controls: Controls
  types: readonly Option<PlanForm['type']>[]
  typeHint?: string
  /** Below the notes. */
  children?: ReactNode
}

/** Campaign, type and notes, without the step around them. */
export function DetailFields({ controls, types, typeHint, children }: DetailsProps) {
  const { form, change, errors } = controls
  return (
    <div className="grid items-start gap-x-8 gap-y-4 @2xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <Field label={words.campaign} error={errors.shown.get('campaign_name')}>
          {field => (
            <Input
              {...field}
              data-control="campaign_name"
              value={form.campaign_name}
              onChange={event => change(now => ({ ...now, campaign_name: event.target.value }))}
            />
          )}
        </Field>
        <Field label={words.type} hint={typeHint}>
          {field => (
            <Select
              {...field}
              data-control="distribution_type"
              value={form.type}
              options={types}
              onChange={type => change(now => ({ ...now, type }))}
            />
          )}
        </Field>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Field label={words.notes} error={errors.shown.get('notes')}>
          {field => (
            <Textarea
              {...field}
              data-control="notes"
              rows={2}
              className="max-h-64"
              value={form.notes}
              onChange={event => change(now => ({ ...now, notes: event.target.value }))}
            />
          )}
        </Field>
        {children}
      </div>
    </div>
  )
}

export function More({ controls }: { controls: Controls }) {
  return (
    <Step number={null} name={words.more}>
      <DetailFields controls={controls} types={TYPES} typeHint={words.typeHint}>
        <Approval controls={controls} />
      </DetailFields>
    </Step>
  )
}
