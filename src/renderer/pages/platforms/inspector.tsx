// The pane at the right: how the current row's platform is doing, the step that is next, and its settings in short.
import { Check, Pencil, SquareArrowOutUpRight, X } from 'lucide-react'
import type { ReactNode } from 'react'
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
import { Button, IconButton } from '../../components/ui/button.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { exactNumber, formatPercent } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { editPlatformRoute, platformRoute } from '../platform/routes.ts'
import { type Fact, Facts, secretsOf, settingsOf, When } from './facts.tsx'
import type { Row } from './rows.ts'
import { changeView } from './view-store.ts'

const words = t.platformList

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="border-t border-line px-4 py-3">
    <h3 className="pb-2 text-sm text-ink-3">{title}</h3>
    {children}
  </section>
)

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
        <Section title={words.section.checked}>
          <ul className="flex flex-col gap-1.5">
            {connection.checked.map(sentence => (
              <li key={sentence} className="flex items-start gap-2">
                <Check size={14} aria-hidden className="mt-0.75 shrink-0 text-green" />
                <span className="min-w-0 text-pretty break-words">{sentence}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {rates && (
        <Section title={words.section.activity}>
          <div className="flex flex-col gap-1">
            <Trend rates={rates} width={200} height={36} />
            {expected !== null && (
              <p className="text-sm text-ink-3">{t.platforms.trend.expected(formatPercent(expected))}</p>
            )}
          </div>
        </Section>
      )}
      <Section title={words.section.secrets}>
        {secrets.length > 0 ? <Facts facts={secrets} /> : <p className="text-ink-2">{words.noSecrets}</p>}
      </Section>
      {settings.length > 0 && (
        <Section title={words.section.settings}>
          <Facts facts={settings} />
        </Section>
      )}
      <Section title={words.section.details}>
        <Facts facts={details} />
      </Section>
    </div>
  )
}

export function Inspector({ row }: { row: Row | undefined }) {
  const [, go] = useLocation()
  const platform = row?.platform
  return (
    <aside aria-label={words.preview} className="flex w-80 shrink-0 flex-col border-l border-line bg-surface">
      <header className="flex h-10 shrink-0 items-center gap-1 pr-2 pl-4">
        <p className="mr-auto text-sm text-ink-3">{words.preview}</p>
        {platform && !platform.deleted && (
          <IconButton
            label={t.platforms.actions.edit}
            shortcut="e"
            size="sm"
            onClick={() => go(editPlatformRoute(platform.platform_id))}
          >
            <Pencil size={14} />
          </IconButton>
        )}
        {platform && (
          <IconButton
            label={t.platforms.actions.open}
            shortcut="enter"
            size="sm"
            onClick={() => go(platformRoute(platform.platform_id))}
          >
            <SquareArrowOutUpRight size={14} />
          </IconButton>
        )}
        <IconButton
          label={words.closePreview}
          shortcut="space"
          size="sm"
          onClick={() => changeView({ inspector: false })}
        >
          <X size={16} />
        </IconButton>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} aria-label={words.preview}>
        {row ? (
          <Content row={row} />
        ) : (
          <EmptyState title={words.nothingToPreview}>{words.nothingToPreviewHint}</EmptyState>
        )}
      </section>
    </aside>
  )
}
