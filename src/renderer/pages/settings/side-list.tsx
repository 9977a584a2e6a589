// The sections at the side of the settings page; the one that is looked at is marked.
import { Link } from 'wouter'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { SECTION_IDS, type SectionId, sectionRoute, sections } from './sections.ts'
import { showSection } from './use-sections.ts'

export const SideList = ({ current }: { current: SectionId }) => (
  <nav aria-label={t.settings.sections} className="sticky top-6 w-46 shrink-0 self-start max-[880px]:hidden">
    <ul className="flex flex-col gap-0.5">
      {SECTION_IDS.map(id => (
        <li key={id}>
          <Link
            href={sectionRoute(id)}
            aria-current={id === current ? 'location' : undefined}
            // Also when the route is there already and the page was scrolled since.
            onClick={() => showSection(id)}
            className={cx(
              'flex h-7 items-center rounded-md px-2 transition-colors',
              id === current
                ? 'bg-accent-tint font-medium text-accent-text'
                : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            <span className="truncate">{sections[id].title}</span>
          </Link>
        </li>
      ))}
    </ul>
  </nav>
)
