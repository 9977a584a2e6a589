// Segments, time and details of a planned run, as the form that plans draws them, with what a change of each leads to.
import { Stamp } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { isRepeating } from '../../../../shared/domain/schedule.ts'
import { useAudience } from '../../../api/hooks.ts'
import { t } from '../../../messages/index.ts'
import { DetailFields } from '../../distribution-new/parts/more.tsx'
import { Segments } from '../../distribution-new/parts/segments.tsx'
import { WhenFields } from '../../distribution-new/parts/when.tsx'
import type { Change } from '../use-change.ts'

const words = t.runEdit
const TYPES = (['initial', 'refresh', 'incremental'] as const).map(value => ({
  value,
  label: words.types[value],
}))

function Section({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="flex min-w-0 flex-col gap-4 border-t border-line pt-5 first:border-t-0 first:pt-0"
    >
      <header>
        <h2 id={id} className="text-lg font-semibold">
          {name}
        </h2>
        {hint && <p className="text-pretty text-ink-2">{hint}</p>}
      </header>
      <div className="@container flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  )
}

/** Told before it is saved, beside what causes it. */
function AskedAnew({ by, editor: { anew } }: { by: 'segments' | 'when'; editor: Change }) {
  return (
    <div role="status" className="empty:hidden">
      {anew === by && (
        <p className="flex items-start gap-2 rounded-md bg-amber-tint px-3 py-2">
          <Stamp size={16} aria-hidden className="mt-0.5 shrink-0 text-amber" />
          <span className="text-pretty">{words.askedAnew[by]}</span>
        </p>
      )}
    </div>
  )
}

function ChosenSegments({ editor }: { editor: Change }) {
  const { audience_id, audience_version } = editor.base
  const { data: audience, error } = useAudience(audience_id, audience_version)
  if (error) return <p className="text-ink-2">{words.segmentsUnknown}</p>
  if (audience?.segments.length === 0) return <p className="text-ink-2">{words.noSegments}</p>
  return <Segments audience_id={audience_id} version={audience_version} controls={editor} />
}

export function Sections({ editor }: { editor: Change }) {
  const { base, form, waits } = editor
  const starts = base.scheduled_at === null ? words.startsByHand : words.startsNow
  const { schedule } = base.metadata
  const repeats = schedule !== undefined && isRepeating(schedule)
  return (
    <div className="flex flex-col gap-6">
      <Section name={words.what} hint={words.segmentsHint(base.audience_version)}>
        <ChosenSegments editor={editor} />
        <AskedAnew by="segments" editor={editor} />
      </Section>
      <Section name={words.when} hint={repeats && form.kind === 'repeat' ? words.series : t.plan.whenHint}>
        <WhenFields controls={editor} startsNow={waits ? words.startsWhenApproved : starts} />
        {repeats && form.kind !== 'repeat' && <p role="status">{words.seriesEnds}</p>}
        <AskedAnew by="when" editor={editor} />
      </Section>
      <Section name={words.details}>
        <DetailFields controls={editor} types={TYPES} />
      </Section>
    </div>
  )
}
