// What the page says when it has no rows: the first time, in an empty tab, or because nothing matches.
import { CircleCheck, Plug, Plus, SearchX, Send } from 'lucide-react'
import { useLocation } from 'wouter'
import { usePlatforms } from '../../api/platforms.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { WriteButton } from '../../components/ui/write-button.tsx'
import { t } from '../../messages/index.ts'
import { newDistributionRoute } from './routes.ts'
import { isFiltered, type View } from './view.ts'
import { clearFilters } from './view-store.ts'

const words = t.distributionList.empty

function First() {
  const [, go] = useLocation()
  const platforms = usePlatforms().data
  const none = platforms?.length === 0
  return (
    <EmptyState
      icon={<Send size={20} aria-hidden />}
      title={words.title}
      actions={
        none ? (
          <WriteButton primary size="lg" icon={<Plug size={16} />} onClick={() => go('/platforms/new')}>
            {t.platformList.connect}
          </WriteButton>
        ) : (
          <WriteButton
            primary
            size="lg"
            icon={<Plus size={16} />}
            shortcut="c"
            onClick={() => go(newDistributionRoute)}
          >
            {words.plan}
          </WriteButton>
        )
      }
    >
      <p>{none ? words.hintNoPlatform : words.hint}</p>
      <ol className="mt-4 grid gap-1.5 text-left text-ink-2">
        {words.steps.map((step, index) => (
          <li key={step} className="flex items-start gap-2">
            <span
              aria-hidden
              className="mt-px flex size-5 shrink-0 items-center justify-center rounded-full bg-grey-tint text-sm text-ink-2"
            >
              {index + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
    </EmptyState>
  )
}

/** `none`: there is no distribution at all, filtered or not. */
export function EmptyList({ view, none }: { view: View; none: boolean }) {
  if (none) return <First />
  if (isFiltered(view))
    return (
      <EmptyState
        icon={<SearchX size={20} aria-hidden />}
        title={words.noMatch}
        actions={
          <Button size="lg" onClick={clearFilters}>
            {t.distributionList.clearFilters}
          </Button>
        }
      >
        {words.noMatchHint}
      </EmptyState>
    )
  return (
    <EmptyState icon={<CircleCheck size={20} aria-hidden />} title={words.noneIn[view.tab]}>
      {words.noneInHint[view.tab]}
    </EmptyState>
  )
}
