// How an account stands and what it is set to, on one page.
import type { Platform } from '../../../shared/domain/platform.ts'
import { t } from '../../messages/index.ts'
import { Section } from '../audience/parts/section.tsx'
import { definitionOf } from './model/values.ts'
import { Activity } from './parts/activity.tsx'
import { Connection } from './parts/connection.tsx'
import { Credentials } from './parts/credentials.tsx'
import { Distributions } from './parts/distributions.tsx'
import { Facts } from './parts/facts.tsx'
import { SettingsTable } from './parts/settings-table.tsx'
import { TypeRules } from './parts/type-rules.tsx'

export function Overview({ platform }: { platform: Platform }) {
  return (
    <div className="@container">
      <div className="grid gap-x-12 gap-y-10 @4xl:grid-cols-[minmax(0,1fr)_240px]">
        <div className="flex min-w-0 flex-col gap-10">
          {!platform.deleted && <Connection platform={platform} />}
          <Distributions platform={platform} />
          <div className="grid items-start gap-x-12 gap-y-10 @[1500px]:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-8">
              <Credentials platform={platform} />
              <SettingsTable platform={platform} />
            </div>
            <Section title={t.platform.rules}>
              <TypeRules definition={definitionOf(platform)} />
            </Section>
          </div>
        </div>
        <aside aria-label={t.audience.details} className="flex min-w-0 flex-col gap-8">
          <Activity platform={platform} />
          <Facts platform={platform} />
        </aside>
      </div>
    </div>
  )
}
