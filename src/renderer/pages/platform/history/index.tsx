// History: every version beside what it changed, and the way back to the settings of any.
import { History as HistoryIcon } from 'lucide-react'
import { useState } from 'react'
import type { PlatformVersionInfo } from '../../../../shared/contract/platforms.ts'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { usePlatform, usePlatformHistory } from '../../../api/platforms.ts'
import { Button } from '../../../components/ui/button.tsx'
import { ErrorState, Skeleton } from '../../../components/ui/states.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { Versions } from '../../../components/versions.tsx'
import { t } from '../../../messages/index.ts'
import { changeLabel } from '../model/changes.ts'
import { definitionOf } from '../model/values.ts'
import { restoreVersion } from '../restore-version.ts'
import { Changes } from './changes-view.tsx'

const words = t.platformHistory

export function History({ platform }: { platform: Platform }) {
  const { data: versions, error, refetch } = usePlatformHistory(platform.platform_id)
  if (error && !versions)
    return <ErrorState error={error} title={words.failed} onRetry={() => void refetch()} />
  if (!versions) return <Skeleton className="h-64 w-full" />
  return <Loaded platform={platform} versions={versions} />
}

function Loaded({ platform, versions }: { platform: Platform; versions: readonly PlatformVersionInfo[] }) {
  // null follows the newest version as it changes.
  const [chosen, setChosen] = useState<number | null>(null)
  const selected = versions.find(info => info.version === chosen) ?? versions[0]
  if (!selected) return null
  const { version } = selected
  const before = versions.find(info => info.version < version)?.version ?? null
  const labelOf = (field: string, { connection_state }: PlatformVersionInfo) =>
    field === 'connection'
      ? words.connectionStates[connection_state]
      : changeLabel(definitionOf(platform), field)
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(260px,320px)_minmax(0,1fr)]">
      <nav
        aria-label={words.versions}
        className="min-w-0 border-t border-line lg:sticky lg:top-14 lg:max-h-[calc(100vh-128px)] lg:overflow-y-auto"
      >
        <Versions
          versions={versions}
          selected={version}
          labelOf={labelOf}
          noChange={words.noChange}
          onSelect={setChosen}
        />
      </nav>
      <div className="flex min-w-0 flex-col gap-3">
        <div className="flex min-h-7 flex-wrap items-center gap-2">
          <h2 className="text-md font-semibold">{words.changesIn(version)}</h2>
          {version !== platform.version && !platform.deleted && !selected.deleted && (
            <span className="ml-auto">
              <Tooltip label={words.restoreHint}>
                <Button
                  icon={<HistoryIcon size={14} />}
                  onClick={() => {
                    setChosen(null)
                    void restoreVersion(platform, version)
                  }}
                >
                  {words.restore}
                </Button>
              </Tooltip>
            </span>
          )}
        </div>
        {before === null ? (
          <p className="text-ink-2">{words.firstContent}</p>
        ) : (
          <Difference key={version} id={platform.platform_id} before={before} after={version} />
        )}
      </div>
    </div>
  )
}

function Difference({ id, before, after }: { id: string; before: number; after: number }) {
  const old = usePlatform(id, before)
  const now = usePlatform(id, after)
  const failed = old.data ? now : old
  if (old.data && now.data) return <Changes before={old.data} after={now.data} />
  if (failed.error)
    return (
      <ErrorState
        error={failed.error}
        title={words.failedVersion}
        onRetry={() => {
          void old.refetch()
          void now.refetch()
        }}
      />
    )
  return <Skeleton className="h-40 w-full" />
}
