// Second step, once for a profile: where the audiences are kept, and how to begin.
import {
  ChevronRight,
  Cloud,
  FileDown,
  Folder,
  FolderInput,
  type LucideIcon,
  Package,
  Plus,
} from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Preferences } from '../../../shared/contract/workspace.ts'
import { importRoute } from '../../actions/import.ts'
import { loadSample } from '../../actions/sample.ts'
import { chooseWorkspace } from '../../actions/workspace.ts'
import { useProfile, useShell, useWorkspace } from '../../api/hooks.ts'
import { setPreferences } from '../../api/preferences.ts'
import { WorkspaceBanner } from '../../components/frame/banner.tsx'
import { Button } from '../../components/ui/button.tsx'
import { t } from '../../messages/index.ts'
import { Sheet } from './sheet.tsx'

const VIEW = 'welcome'
export const isWelcomed = (preferences: Preferences) => preferences.views[VIEW] !== undefined
export const welcomed = () => setPreferences({ views: { [VIEW]: { done: true } } })

type ChoiceProps = { icon: LucideIcon; title: string; hint: string; disabled: boolean; onClick: () => void }

const Choice = ({ icon: Icon, title, hint, disabled, onClick }: ChoiceProps) => (
  <li>
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className="group flex w-full items-center gap-3 px-3 py-3 text-left transition-colors hover:bg-hover disabled:opacity-60"
    >
      <span className="flex size-8 shrink-0 items-center justify-center rounded-md border border-line text-ink-3 group-hover:text-accent-text">
        <Icon size={16} aria-hidden />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block text-md font-medium">{title}</span>
        <span className="block text-ink-2">{hint}</span>
      </span>
      <ChevronRight size={16} aria-hidden className="text-ink-3" />
    </button>
  </li>
)

export function Start() {
  const [, go] = useLocation()
  const [busy, setBusy] = useState(false)
  const info = useWorkspace().data
  const canChoose = useShell().data?.can_choose_workspace ?? false
  const profile = useProfile().data
  const words = t.firstRun
  const begin = async (act: () => Promise<boolean>, route = '/audiences') => {
    setBusy(true)
    if (await act()) {
      go(route)
      welcomed()
    }
    setBusy(false)
  }
  const Place = info?.live ? Cloud : Folder
  const place = info?.live ? t.live.place : words.folderTitle
  const blocked = busy || info?.state !== 'open'
  return (
    <div className="flex h-full flex-col">
      <WorkspaceBanner />
      <Sheet
        title={profile ? words.hello(profile.display_name) : words.welcome}
        intro={info?.live ? t.live.intro : words.intro}
      >
        <section
          aria-label={place}
          className="flex items-center gap-3 rounded-lg border border-line bg-sunken px-3 py-2.5"
        >
          <Place size={16} aria-hidden className="shrink-0 text-ink-3" />
          <div className="min-w-0 flex-1">
            <h2 className="text-sm text-ink-3">{place}</h2>
            <p className="truncate font-mono text-sm" title={info?.folder} data-selectable>
              {info?.live ? `${info.live.project}.${info.live.dataset}` : info?.folder}
            </p>
            <p className="mt-1 text-sm break-words text-ink-3">
              {info?.live ? t.live.copy(info.folder) : words.folderHint}
            </p>
          </div>
          {canChoose && !info?.live && (
            <Button onClick={() => void chooseWorkspace()}>{words.changeFolder}</Button>
          )}
        </section>
        <section className="flex flex-col gap-2">
          <h2 className="text-base font-semibold">{words.startTitle}</h2>
          <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line">
            <Choice
              icon={FileDown}
              title={words.importTitle}
              hint={words.importHint}
              disabled={blocked}
              onClick={() => void begin(async () => true, importRoute)}
            />
            <Choice
              icon={FolderInput}
              title={words.migrateTitle}
              hint={words.migrateHint}
              disabled={blocked}
              onClick={() => void begin(async () => true, '/migrate')}
            />
            <Choice
              icon={Package}
              title={words.sampleTitle}
              hint={words.sampleHint}
              disabled={blocked}
              onClick={() => void begin(loadSample)}
            />
            <Choice
              icon={Plus}
              title={words.emptyTitle}
              hint={words.emptyHint}
              disabled={blocked}
              onClick={() => void begin(async () => true)}
            />
          </ul>
        </section>
      </Sheet>
    </div>
  )
}
