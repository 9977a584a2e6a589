// Where this profile is connected to, pushes by the clock, and the way out of the connection.
import { GitCompareArrows, Lock, Unplug } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Connection, Automatic as Setting, SyncStatus } from '../../../../shared/contract/bigquery.ts'
import { EVERY_MINUTES } from '../../../../shared/contract/bigquery.ts'
import { chooseAutomatic, compare, settled } from '../../../actions/bigquery.ts'
import { forgetFindings } from '../../../api/bigquery.ts'
import { client } from '../../../api/client.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Checkbox } from '../../../components/ui/checkbox.tsx'
import { ConfirmDialog } from '../../../components/ui/dialog.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { showToast } from '../../../components/ui/toast.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { t } from '../../../messages/index.ts'
import { When } from '../../audience/parts/facts.tsx'
import { Section } from '../../audience/parts/section.tsx'
import { Fact } from '../../distribution/parts/fact.tsx'
import { setUpRoute } from '../routes.ts'

const words = t.bigquery.connection
const auto = t.bigquery.automatic

const OPTIONS = [
  { value: 'never', label: auto.options.never },
  ...EVERY_MINUTES.map(minutes => ({ value: String(minutes), label: auto.options[minutes] })),
]
const minutesOf = (value: string) => EVERY_MINUTES.find(minutes => String(minutes) === value) ?? null

export function Automatic({ setting }: { setting: Setting }) {
  return (
    <Section title={auto.title}>
      <div className="flex flex-col gap-3">
        <Field label={auto.every} hint={auto.hint} aside="">
          {control => (
            <Select
              {...control}
              size="sm"
              value={String(setting.every_minutes ?? 'never')}
              options={OPTIONS}
              onChange={value => chooseAutomatic({ ...setting, every_minutes: minutesOf(value) })}
            />
          )}
        </Field>
        <div>
          <Checkbox
            label={auto.onQuit}
            checked={setting.on_quit}
            onChange={on_quit => chooseAutomatic({ ...setting, on_quit })}
          />
          <p className="pt-0.5 pl-6 text-sm text-pretty text-ink-3">{auto.onQuitHint}</p>
        </div>
      </div>
    </Section>
  )
}

function Disconnect() {
  const [asking, setAsking] = useState(false)
  const disconnect = async () => {
    if (!(await settled(client.bigquery.disconnect({})))) return
    forgetFindings()
    showToast({ title: words.disconnected })
  }
  return (
    <>
      <Button icon={<Unplug size={14} />} onClick={() => setAsking(true)}>
        {words.disconnect}
      </Button>
      <ConfirmDialog
        danger
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void disconnect()}
        title={words.disconnectTitle}
        description={words.disconnectHint}
        action={words.disconnect}
      />
    </>
  )
}

/** Long ones are broken before their domain. */
export function Account({ address }: { address: string }) {
  const at = address.indexOf('@')
  return (
    <>
      {address.slice(0, Math.max(0, at))}
      <wbr />
      {address.slice(Math.max(0, at))}
    </>
  )
}

export function ConnectionFacts({ connection, status }: { connection: Connection; status: SyncStatus }) {
  const [, go] = useLocation()
  const cannot = status.job_id !== null || connection.sign_in.state === 'needed'
  const { project, dataset, location, sign_in, remote_user_id, from_environment } = connection
  return (
    <Section title={words.title}>
      <dl className="flex flex-col gap-3">
        <Fact name={words.project}>{project}</Fact>
        <Fact name={words.dataset}>{dataset}</Fact>
        <Fact name={words.location}>{location}</Fact>
        <Fact name={words.signIn}>
          {words.ways[sign_in.kind]}
          <span className="block text-ink-2">
            {sign_in.account ? <Account address={sign_in.account} /> : words.unknownAccount}
          </span>
        </Fact>
        {remote_user_id && <Fact name={words.remoteUser}>{remote_user_id}</Fact>}
        <Fact name={words.lastPull}>
          {status.last_pull_at ? <When iso={status.last_pull_at} /> : words.never}
        </Fact>
        <Fact name={words.lastLook}>
          {status.last_look_at ? <When iso={status.last_look_at} /> : words.never}
          <span className="block pt-1">
            <Tooltip label={words.compareHint}>
              <Button
                size="sm"
                icon={<GitCompareArrows size={14} />}
                aria-disabled={cannot || undefined}
                onClick={() => {
                  if (!cannot) void compare()
                }}
              >
                {words.compare}
              </Button>
            </Tooltip>
          </span>
        </Fact>
      </dl>
      {from_environment.length > 0 && (
        <p className="flex items-start gap-1.5 text-sm text-ink-3">
          <Lock size={12} aria-hidden className="mt-0.5 shrink-0" />
          {words.fromEnvironment(from_environment)}
        </p>
      )}
      <div className="flex flex-wrap gap-2 pt-1">
        <Button onClick={() => go(setUpRoute)}>{words.edit}</Button>
        {/* What the environment names would be back at once. */}
        {!from_environment.includes('project') && <Disconnect />}
      </div>
    </Section>
  )
}
