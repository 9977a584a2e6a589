// What the type is like, folded away: limits, hashing, match rate and what else to know, with their sources.
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { PlatformDefinition } from '../../../../shared/platforms/definition.ts'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { TypeRules } from '../../platform/parts/type-rules.tsx'

export function AboutSection({ definition }: { definition: PlatformDefinition }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <section className="border-t border-line pt-4">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="-ml-1.5 flex items-center gap-1.5 rounded-md py-1 pr-2 pl-1 text-left hover:bg-hover"
        >
          <ChevronRight
            size={16}
            aria-hidden
            className={cx('text-ink-3 transition-transform', open && 'rotate-90')}
          />
          <span className="text-md font-semibold">{t.platformEdit.about(definition.name)}</span>
          <span className="text-sm text-ink-3">{t.platformEdit.aboutHint}</span>
        </button>
      </h2>
      <div id={id} hidden={!open} className="pt-4">
        {open && <TypeRules definition={definition} />}
      </div>
    </section>
  )
}
