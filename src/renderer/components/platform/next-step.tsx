// The button that takes the step that a platform's health asks for.
import { CirclePlay, Pencil, PlugZap, SquareArrowOutUpRight } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Platform } from '../../../shared/domain/platform.ts'
import { changeStatus, testConnection } from '../../actions/platforms.ts'
import { useActivity } from '../../api/platforms.ts'
import { t } from '../../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { nextAction, type ShownState } from './health.ts'

const words = t.platforms.actions

/** What went wrong stands in the newest distribution; until that is known, in the platform's page. */
function OpenNewest({ platform_id }: Pick<Platform, 'platform_id'>) {
  const [, go] = useLocation()
  const newest = useActivity(platform_id).data?.last?.distribution_id
  return (
    <Button
      icon={<SquareArrowOutUpRight size={14} />}
      onClick={() => go(newest ? `/distributions/${newest}` : `/platforms/${platform_id}`)}
    >
      {newest ? words.openRun : words.open}
    </Button>
  )
}

type Props = { platform: Platform; state: ShownState }

/** Nothing where there is nothing to do. After a refusal it offers both to edit and to test again. */
export function NextStep({ platform, state }: Props) {
  const [, go] = useLocation()
  const id = platform.platform_id
  const test = (
    <Button icon={<PlugZap size={14} />} onClick={() => void testConnection(id)}>
      {state === 'untested' ? words.test : words.testAgain}
    </Button>
  )
  const edit = (
    <Button icon={<Pencil size={14} />} onClick={() => go(`/platforms/${id}/edit`)}>
      {words.edit}
    </Button>
  )
  switch (nextAction(platform, state)) {
    case 'test':
      return test
    case 'edit':
      return state === 'failing' ? (
        <span className="flex flex-wrap gap-2">
          {edit}
          {test}
        </span>
      ) : (
        edit
      )
    case 'activate':
      return (
        <Button icon={<CirclePlay size={14} />} onClick={() => void changeStatus(platform, 'active')}>
          {words.activate}
        </Button>
      )
    case 'open':
      return <OpenNewest platform_id={id} />
    case null:
      return null
  }
}
