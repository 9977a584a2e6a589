// What is known of the record besides its settings: notes, version, who and when.
import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { IconButton } from '../../../components/ui/button.tsx'
import { Who } from '../../../components/who.tsx'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { When } from '../../audience/parts/facts.tsx'
import { copyText } from '../../audience/parts/query-block.tsx'
import { Section } from '../../audience/parts/section.tsx'

const words = t.platform

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd data-selectable className="min-w-0 break-words">
        {children}
      </dd>
    </div>
  )
}

export function Facts({ platform }: { platform: Platform }) {
  return (
    <>
      {platform.notes.trim() !== '' && (
        <Section title={words.notes}>
          <p data-selectable className="text-pretty break-words whitespace-pre-wrap">
            {platform.notes}
          </p>
        </Section>
      )}
      <Section title={words.record}>
        <dl className="flex flex-col gap-3">
          <Fact name={words.version}>{exactNumber(platform.version)}</Fact>
          <Fact name={words.created}>
            <When iso={platform.created_at} />
          </Fact>
          <Fact name={words.updated}>
            <When iso={platform.updated_at} />
          </Fact>
          <Fact name={t.audience.changedBy}>
            <Who id={platform.changed_by} />
          </Fact>
          <Fact name={words.id}>
            <span className="flex items-start gap-1">
              <span className="min-w-0 font-mono text-sm break-all">{platform.platform_id}</span>
              <IconButton
                label={words.copyId}
                size="sm"
                onClick={() => void copyText(platform.platform_id)}
                className="-my-0.5"
              >
                <Copy size={14} />
              </IconButton>
            </span>
          </Fact>
        </dl>
      </Section>
    </>
  )
}
