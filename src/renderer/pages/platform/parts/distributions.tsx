// What was sent to this account and is to be sent, with how each run went.
import { Send } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { Button } from '../../../components/ui/button.tsx'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { Runs } from '../../distribution/runs.tsx'
import { distributeRoute } from '../../distributions/routes.ts'

const words = t.run

export function Distributions({ platform }: { platform: Platform }) {
  const [, go] = useLocation()
  const { platform_id, deleted, status } = platform
  const distribute = !deleted && status === 'active' && (
    <Button icon={<Send size={14} />} onClick={() => go(distributeRoute({ platforms: [platform_id] }))}>
      {words.distribute}
    </Button>
  )
  return (
    <Section title={words.ofPlatform} aside={distribute}>
      <Runs
        filter={{ platform_ids: [platform_id] }}
        by="audience"
        empty={<p className="text-ink-3">{words.ofPlatformNone}</p>}
      />
    </Section>
  )
}
