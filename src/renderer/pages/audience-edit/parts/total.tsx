// The audience's size under the grid: the segments' sum, or a number set by hand and marked as such.
import { Hand } from 'lucide-react'
import { memo, useId } from 'react'
import { control } from '../../../components/form/controls.ts'
import { Input } from '../../../components/ui/input.tsx'
import { SegmentedControl } from '../../../components/ui/segmented.tsx'
import { Badge } from '../../../components/ui/status.tsx'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import type { Form } from '../model/form.ts'
import { countText, parseCount } from '../model/numbers.ts'
import { setByHand, typeTotal } from '../model/sizes.ts'
import type { Change } from './basics.tsx'

const SOURCES = [
  { value: 'segments', label: t.edit.sum },
  { value: 'manual', label: t.edit.byHand },
] as const

type Props = {
  source: Form['total_source']
  total: string
  sum: number
  error: string | undefined
  change: Change
}

export const Total = memo(function Total({ source, total, sum, error, change }: Props) {
  const id = useId()
  const byHand = source !== 'segments'
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <label htmlFor={id} className="text-base font-medium">
          {t.edit.total}
        </label>
        <div className="w-40">
          <Input
            {...control('total_audience_size')}
            id={id}
            inputMode="numeric"
            readOnly={!byHand}
            aria-invalid={error ? true : undefined}
            aria-describedby={`${id}-note`}
            className="text-right font-medium read-only:border-transparent read-only:bg-sunken"
            value={byHand ? total : exactNumber(sum)}
            onChange={event => change(form => typeTotal(form, event.target.value))}
            onBlur={() => {
              const value = byHand ? parseCount(total) : undefined
              if (value !== undefined && Number.isInteger(value) && value >= 0 && countText(value) !== total)
                change(form => ({ ...form, total: countText(value) }))
            }}
          />
        </div>
        <SegmentedControl
          value={byHand ? 'manual' : 'segments'}
          options={SOURCES}
          label={t.edit.totalFrom}
          onChange={value => change(form => setByHand(form, value === 'manual'))}
        />
        {byHand && (
          <Badge tone="blue" icon={Hand}>
            {source === 'imported' ? t.edit.imported : t.edit.byHand}
          </Badge>
        )}
        <span id={`${id}-note`} className="text-sm text-ink-3">
          {byHand && sum > 0 ? t.edit.sumIs(sum) : ''}
        </span>
      </div>
      {error && (
        <p role="alert" className="text-sm text-red">
          {error}
        </p>
      )}
    </div>
  )
})
