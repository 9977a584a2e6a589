// History: every version beside what it changed, any two to compare, another audience too, and the way back to any.
import { History as HistoryIcon } from 'lucide-react'
import { useState } from 'react'
import type { VersionInfo } from '../../../../shared/contract/audiences.ts'
import type { Audience, AudienceSummary } from '../../../../shared/domain/audience.ts'
import { useDiff, useHistory } from '../../../api/hooks.ts'
import { CopyMenu } from '../../../components/export/copy-menu.tsx'
import { Button } from '../../../components/ui/button.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { ErrorState, Skeleton } from '../../../components/ui/states.tsx'
import { Versions } from '../../../components/versions.tsx'
import { relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { restoreVersion } from '../actions.ts'
import { versionsAsTable } from '../model/as-table.ts'
import { DiffView } from './diff-view.tsx'
import { fieldName } from './field-change.tsx'
import { PickAudience } from './pick-audience.tsx'

const ANOTHER = 'another'
type Against = { version: number | null } | { audience: AudienceSummary }

export function History({ audience }: { audience: Audience }) {
  const { data: versions, error, refetch } = useHistory(audience.audience_id)
  if (error && !versions)
    return <ErrorState error={error} title={t.history.failed} onRetry={() => void refetch()} />
  if (!versions) return <Skeleton className="h-64 w-full" />
  return <Loaded audience={audience} versions={versions} />
}

function Loaded({ audience, versions }: { audience: Audience; versions: readonly VersionInfo[] }) {
  // null follows the newest version as it changes.
  const [chosen, setChosen] = useState<number | null>(null)
  const [against, setAgainst] = useState<Against>({ version: null })
  const [picking, setPicking] = useState(false)
  const selected = versions.find(info => info.version === chosen) ?? versions[0]
  if (!selected) return null
  const predecessor = versions.find(info => info.version < selected.version)?.version ?? null
  const other = 'audience' in against ? against.audience : null
  const wanted = 'version' in against ? against.version : null
  const base = other ? null : wanted !== null && wanted !== selected.version ? wanted : predecessor
  const current = selected.version === audience.version

  const options = [
    ...versions
      .filter(info => info.version !== selected.version)
      .map(info => ({
        value: String(info.version),
        label:
          info.version === predecessor
            ? t.history.previous(info.version)
            : t.history.versionOption(info.version, relativeDate(info.updated_at)),
      })),
    ...(other ? [{ value: other.audience_id, label: other.name }] : []),
    { value: ANOTHER, label: t.history.another },
  ]
  const first = base === null && other === null
  if (first) options.unshift({ value: '', label: t.history.first })
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(260px,320px)_minmax(0,1fr)]">
      <nav
        aria-label={t.history.versions}
        className="min-w-0 border-t border-line lg:sticky lg:top-14 lg:max-h-[calc(100vh-128px)] lg:overflow-y-auto"
      >
        <Versions
          versions={versions}
          selected={selected.version}
          against={base}
          labelOf={fieldName}
          noChange={t.history.noChange}
          onSelect={version => {
            setChosen(version)
            if (!other) setAgainst({ version: null })
          }}
        />
      </nav>
      <div className="flex min-w-0 flex-col gap-5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line pb-4">
          <h2 className="text-lg font-semibold">
            {first ? t.audience.version(selected.version) : t.history.changesIn(selected.version)}
          </h2>
          <span className="ml-auto flex flex-wrap items-center gap-2">
            <CopyMenu name={t.history.versions} table={() => versionsAsTable(versions)} />
            <span className="text-ink-3" aria-hidden>
              {t.history.compareWith}
            </span>
            <Select
              aria-label={t.history.compareWith}
              size="sm"
              className="w-64"
              value={other ? other.audience_id : first ? '' : String(base)}
              options={options}
              onChange={value => {
                if (value === ANOTHER) setPicking(true)
                else if (value !== '' && value !== other?.audience_id) setAgainst({ version: Number(value) })
              }}
            />
            {!current && !audience.deleted && (
              <Button
                icon={<HistoryIcon size={14} />}
                onClick={() => {
                  setChosen(null)
                  setAgainst({ version: null })
                  void restoreVersion(audience, selected.version)
                }}
              >
                {t.history.restoreThis}
              </Button>
            )}
          </span>
        </div>
        {first ? (
          <p className="text-ink-2">{t.history.firstContent}</p>
        ) : (
          <Difference
            before={
              other
                ? { audience_id: other.audience_id }
                : { audience_id: audience.audience_id, version: base ?? 1 }
            }
            after={{ audience_id: audience.audience_id, version: selected.version }}
          />
        )}
      </div>
      <PickAudience
        open={picking}
        except={audience.audience_id}
        onClose={() => setPicking(false)}
        onPick={picked => {
          setPicking(false)
          setAgainst({ audience: picked })
        }}
      />
    </div>
  )
}

type Side = { audience_id: string; version?: number }

function Difference({ before, after }: { before: Side; after: Side }) {
  const { data, error, refetch } = useDiff(before, after)
  if (error && !data)
    return <ErrorState error={error} title={t.history.failedDiff} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="h-40 w-full" />
  return <DiffView {...data} />
}
