// Top bar: search, the palette, jobs, and whether what is on the screen is on the disk and in BigQuery.
import { Search, X } from 'lucide-react'
import { useLocation } from 'wouter'
import { paletteOpen } from '../../commands/open.ts'
import { distributionSearch, platformSearch, SEARCH_ID, searchText } from '../../lib/search.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { JobTray } from './job-tray.tsx'
import { SyncState } from './sync-state.tsx'
import { WorkspaceState } from './workspace-state.tsx'

const SEARCHES = {
  audiences: { list: '/audiences', words: searchText, hint: t.frame.search, label: t.frame.searchLabel },
  platforms: {
    list: '/platforms',
    words: platformSearch,
    hint: t.frame.searchPlatforms,
    label: t.frame.searchPlatformsLabel,
  },
  distributions: {
    list: '/distributions',
    words: distributionSearch,
    hint: t.frame.searchDistributions,
    label: t.frame.searchDistributionsLabel,
  },
}

const searchOf = (here: string) =>
  /^\/platforms(\/|$)/.test(here)
    ? SEARCHES.platforms
    : /^\/distributions(\/|$)/.test(here)
      ? SEARCHES.distributions
      : SEARCHES.audiences

/** Searches what the page is about: platforms or distributions among these, anywhere else audiences. */
function SearchField() {
  const [here, go] = useLocation()
  const { list, words, hint, label } = searchOf(here)
  const text = useStore(words)
  const leave = () => document.getElementById('list')?.focus()
  return (
    <search className="relative block w-full max-w-105">
      <Search size={16} aria-hidden className="pointer-events-none absolute top-1.5 left-2 text-ink-3" />
      <input
        id={SEARCH_ID}
        type="search"
        aria-label={label}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={text}
        onChange={event => {
          words.set(event.target.value)
          if (here !== list) go(list)
        }}
        onKeyDown={event => {
          if (event.key === 'Escape' && text) words.set('')
          else if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') leave()
          else return
          event.preventDefault()
        }}
        className="peer h-7 w-full rounded-md border border-transparent bg-grey-tint pr-8 pl-8 text-base text-ink transition-colors hover:border-line-strong focus-visible:border-focus focus-visible:bg-surface focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      {text ? (
        <IconButton
          label={t.frame.clearSearch}
          size="sm"
          tooltip={false}
          className="absolute top-0.5 right-0.5"
          onClick={() => words.set('')}
        >
          <X size={14} />
        </IconButton>
      ) : (
        <span className="pointer-events-none absolute top-1 right-1.5 peer-focus:hidden">
          <Kbd shortcut="/" />
        </span>
      )}
    </search>
  )
}

export function TopBar() {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
      <SearchField />
      <div className="ml-auto flex items-center gap-1">
        <WorkspaceState />
        <SyncState />
        <JobTray />
        <Button variant="ghost" aria-haspopup="dialog" onClick={() => paletteOpen.set(true)}>
          {t.frame.commands} <Kbd shortcut="mod+k" />
        </Button>
      </div>
    </header>
  )
}
