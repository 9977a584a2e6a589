// What the list says when it has no rows: the first time with all that can be connected, or because nothing matches.
import { CircleCheck, SearchX, Trash2 } from 'lucide-react'
import { Link } from 'wouter'
import { PLATFORM_TYPES } from '../../../shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { t } from '../../messages/index.ts'
import { newOfTypeRoute } from '../platform/routes.ts'
import { isFiltered, type View } from './view.ts'
import { clearFilters } from './view-store.ts'

const words = t.platformList.empty

function First() {
  return (
    <div className="mx-auto flex w-full max-w-230 flex-col px-8 py-10">
      <h2 className="text-title font-semibold">{words.title}</h2>
      <p className="mt-1 max-w-[68ch] text-md text-pretty text-ink-2">{words.hint}</p>
      <ul
        aria-label={words.title}
        className="mt-6 grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line"
      >
        {PLATFORM_TYPES.map(type => {
          const { name, about } = PLATFORM_DEFINITIONS[type]
          return (
            <li key={type} className="flex bg-surface">
              <Link
                href={newOfTypeRoute(type)}
                className="flex min-w-0 flex-1 items-start gap-3 p-4 transition-colors hover:bg-hover focus-visible:-outline-offset-2"
              >
                <TypeMark type={type} size={32} />
                <span className="min-w-0">
                  <span className="block text-md font-medium text-ink">{name}</span>
                  <span className="block text-pretty text-ink-2">{about}</span>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** `living` is how many platforms there are outside of the trash. */
export function EmptyList({ view, living }: { view: View; living: number }) {
  if (isFiltered(view))
    return (
      <EmptyState
        icon={<SearchX size={20} aria-hidden />}
        title={words.noMatch}
        actions={
          <Button size="lg" onClick={clearFilters}>
            {t.platformList.clearFilters}
          </Button>
        }
      >
        {words.noMatchHint}
      </EmptyState>
    )
  if (view.tab === 'trash')
    return (
      <EmptyState icon={<Trash2 size={20} aria-hidden />} title={words.trash}>
        {words.trashHint}
      </EmptyState>
    )
  if (living === 0) return <First />
  return (
    <EmptyState icon={<CircleCheck size={20} aria-hidden />} title={words.calm}>
      {words.calmHint}
    </EmptyState>
  )
}
