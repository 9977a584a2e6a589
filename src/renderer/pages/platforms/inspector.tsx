// The pane at the right: how the current row's platform is doing, the step that is next, and its settings in short.
import { Check } from 'lucide-react'
import { useLocation } from 'wouter'
import { missingLabels } from '../../../shared/domain/platform-rules.ts'
import { cancelJob, useRunningTests } from '../../actions/platforms.ts'
import {
  HealthMark,
  PlatformStatusMark,
  SyncLine,
  TestingMark,
} from '../../components/platform/health-mark.tsx'
import { NextStep } from '../../components/platform/next-step.tsx'
import { Trend } from '../../components/platform/trend.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { InspectorPane, InspectorSection } from '../../components/table/inspector.tsx'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { exactNumber, formatPercent } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { editPlatformRoute, platformRoute } from '../platform/routes.ts'
import { type Fact, Facts, secretsOf, settingsOf, When } from './facts.tsx'
import type { Row } from './rows.ts'
import { changeView } from './view-store.ts'

const words = t.platformList

function Verdict({ row }: { row: Row }) {
  const { platform, health } = row
  const test = useRunningTests().get(platform.platform_id)
  if (test)
    return (
      <div className="mt-1 flex flex-col items-start gap-2">
        <TestingMark />
        <Button size="sm" onClick={() => void cancelJob(test.job_id)}>
          {t.platforms.cancelTest}
        </Button>
      </div>
    )
  if (platform.deleted) return <PlatformStatusMark platform={platform} />
  return (
    <div className="mt-1 flex flex-col items-start gap-2">
      <HealthMark state={health.state} />
      <p className="text-pretty">
        {health.sentence} {health.next_step && <span className="text-ink-2">{health.next_step}</span>}
      </p>
      <NextStep platform={platform} state={health.state} />
    </div>
  )
}

function Content({ row }: { row: Row }) {
  const { platform, type_name, sync, rates, expected } = row
  const { connection } = platform
  const missing = new Set(missingLabels(platform))
  const settings = settingsOf(platform, missing)
  const secrets = secretsOf(platform, missing)
  const details: Fact[] = [
    [words.facts.account, connection.account_label || t.common.none],
    [words.facts.tested, connection.tested_at ? <When key="t" at={connection.tested_at} /> : words.never],
    [words.facts.lastSync, sync ? <When key="s" at={sync.at} /> : rates ? words.never : t.common.dash],
    ...(sync ? [[words.facts.newest, <SyncLine key="r" status={sync.status} />] satisfies Fact] : []),
    [words.facts.status, t.platforms.status[platform.status]],
    [words.facts.updated, <When key="u" at={platform.updated_at} />],
    [words.facts.version, exactNumber(platform.version)],
  ]
  return (
    <div data-selectable>
      <div className="flex flex-col items-start gap-2 px-4 pb-4">
        <p className="flex items-center gap-2 text-ink-2">
          <TypeMark type={platform.platform_type} size={24} />
          {type_name}
        </p>
        <h2 className="text-lg font-semibold text-pretty break-words">{platform.name}</h2>
        <Verdict row={row} />
      </div>
      {connection.checked.length > 0 && (
        <InspectorSection title={words.section.checked}>
          <ul className="flex flex-col gap-1.5">
            {connection.checked.map(sentence => (
              <li key={sentence} className="flex items-start gap-2">
                <Check size={14} aria-hidden className="mt-0.75 shrink-0 text-green" />
                <span className="min-w-0 text-pretty break-words">{sentence}</span>
              </li>
            ))}
          </ul>
        </InspectorSection>
      )}
      {rates && (
        <InspectorSection title={words.section.activity}>
          <div className="flex flex-col gap-1">
            <Trend rates={rates} width={200} height={36} />
            {expected !== null && (
              <p className="text-sm text-ink-3">{t.platforms.trend.expected(formatPercent(expected))}</p>
            )}
          </div>
        </InspectorSection>
      )}
      <InspectorSection title={words.section.secrets}>
        {secrets.length > 0 ? <Facts facts={secrets} /> : <p className="text-ink-2">{words.noSecrets}</p>}
      </InspectorSection>
      {settings.length > 0 && (
        <InspectorSection title={words.section.settings}>
          <Facts facts={settings} />
        </InspectorSection>
      )}
      <InspectorSection title={words.section.details}>
        <Facts facts={details} />
      </InspectorSection>
    </div>
  )
}

export function Inspector({ row }: { row: Row | undefined }) {
  const [, go] = useLocation()
  const platform = row?.platform
  const { actions } = t.platforms
  return (
    <InspectorPane
      title={words.preview}
      edit={
        platform && !platform.deleted
          ? { label: actions.edit, onGo: () => go(editPlatformRoute(platform.platform_id)) }
          : null
      }
      open={platform ? { label: actions.open, onGo: () => go(platformRoute(platform.platform_id)) } : null}
      close={{ label: words.closePreview, onGo: () => changeView({ inspector: false }) }}
    >
      {row ? (
        <Content row={row} />
      ) : (
        <EmptyState title={words.nothingToPreview}>{words.nothingToPreviewHint}</EmptyState>
      )}
    </InspectorPane>
  )
}
