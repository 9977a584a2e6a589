// Where this audience was sent and is to be sent, with how each run went.
import { Send } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Audience } from '../../../shared/domain/audience.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { t } from '../../messages/index.ts'
import { Runs } from '../distribution/runs.tsx'
import { distributeRoute } from '../distributions/routes.ts'
import { Section } from './parts/section.tsx'

const words = t.run

export function Distributions({ audience }: { audience: Audience }) {
  const [, go] = useLocation()
  const { audience_id, deleted } = audience
  const distribute = !deleted && (
    <Button icon={<Send size={14} />} onClick={() => go(distributeRoute({ audiences: [audience_id] }))}>
      {words.distribute}
    </Button>
  )
  return (
    <Section title={words.tab} aside={distribute}>
      <Runs
        filter={{ audience_ids: [audience_id] }}
        by="platform"
        empty={
          <EmptyState icon={<Send size={20} />} title={words.ofAudience}>
            {words.ofAudienceHint}
          </EmptyState>
        }
      />
    </Section>
  )
}
