// The buttons of a verdict: what mends it, and testing again.
import { Pencil, PlugZap } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { missingLabels } from '../../../../shared/domain/platform-rules.ts'
import { testConnection } from '../../../actions/platforms.ts'
import { nextAction, shownHealth } from '../../../components/platform/health.ts'
import { Button } from '../../../components/ui/button.tsx'
import { t } from '../../../messages/index.ts'
import { fieldToMend } from '../model/next-field.ts'
import { editAt } from '../routes.ts'

const words = t.platform

export function TestButton({ platform, primary = false }: { platform: Platform; primary?: boolean }) {
  const { platform_id, connection } = platform
  return (
    <Button
      variant={primary ? 'primary' : 'secondary'}
      icon={<PlugZap size={14} />}
      onClick={() => void testConnection(platform_id)}
    >
      {connection.state === 'untested' ? t.platforms.actions.test : t.platforms.actions.testAgain}
    </Button>
  )
}

/** The button that takes the next step comes first; after a success there is none to take. */
export function Steps({ platform }: { platform: Platform }) {
  const [, go] = useLocation()
  const { platform_id, connection } = platform
  const missing = missingLabels(platform).length > 0
  const next = nextAction(platform, shownHealth({ ...platform, status: 'active' }).state)
  if (next === null || next === 'open') return null
  const field = fieldToMend(platform)
  const ofSettings = field?.startsWith('settings.') ?? connection.error?.code === 'not_found'
  const editWords = missing ? words.complete : ofSettings ? words.editSettings : words.editCredentials
  return (
    <div className="flex flex-wrap gap-2">
      {next === 'edit' && (
        <Button variant="primary" icon={<Pencil size={14} />} onClick={() => editAt(platform_id, field, go)}>
          {editWords}
        </Button>
      )}
      {!missing && <TestButton platform={platform} primary={next === 'test'} />}
    </div>
  )
}
