// The first step of connecting: which type of account it is, and what each will ask for.
import { ChevronLeft } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { useCommands } from '../../commands/registry.ts'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { newOfTypeRoute, platformsRoute } from '../platform/routes.ts'
import { asksFor } from './model/asks.ts'

const words = t.platformEdit
const TYPES = Object.values(PLATFORM_DEFINITIONS)
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

/** Arrow keys go through the types in their order, as they are read. */
function onArrow(event: KeyboardEvent<HTMLUListElement>) {
  const step = STEPS[event.key]
  if (step === undefined) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')]
  const at = links.findIndex(link => link.contains(document.activeElement))
  event.preventDefault()
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus()
}

export function Chooser() {
  const [, go] = useLocation()
  const list = useRef<HTMLUListElement>(null)
  useTitle(words.chooseTitle)
  useCommands([
    {
      id: 'platform.back',
      title: t.platform.backToList,
      group: 'go',
      icon: ChevronLeft,
      shortcut: 'esc',
      run: () => go(platformsRoute),
    },
  ])
  useEffect(() => list.current?.querySelector<HTMLElement>('a')?.focus(), [])
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="@container mx-auto max-w-[1060px] px-8 pt-4 pb-16">
        <Link
          href={platformsRoute}
          className="-ml-1 inline-flex items-center gap-0.5 rounded-sm pr-1 text-sm text-ink-3 hover:text-ink"
        >
          <ChevronLeft size={14} aria-hidden />
          {t.platform.platforms}
        </Link>
        <h1 className="mt-1 text-title font-semibold">{words.chooseTitle}</h1>
        <p className="pt-1 pb-5 text-md text-pretty text-ink-2">{words.chooseHint}</p>
        <ul
          ref={list}
          aria-label={words.types}
          onKeyDown={onArrow}
          className="grid border-t border-line @3xl:grid-cols-2 @3xl:gap-x-10"
        >
          {TYPES.map(definition => (
            <li key={definition.type} className="border-b border-line">
              <Link
                href={newOfTypeRoute(definition.type)}
                className="-mx-3 flex h-full gap-3 rounded-md px-3 py-3.5 -outline-offset-2 hover:bg-hover"
              >
                <TypeMark type={definition.type} size={32} className="mt-0.5" />
                <span className="flex min-w-0 flex-col gap-0.5">
                  <span className="text-md font-semibold">{definition.name}</span>
                  <span className="text-pretty text-ink-2">{definition.about}</span>
                  <span className="text-sm text-ink-3">{words.asksFor(asksFor(definition))}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
