// Which folder, and whose records of it: what has to be said before anything is read.
import { Folder, FolderOpen, TriangleAlert } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import type { MigrationSource } from '../../../shared/contract/migration.ts'
import { useShell } from '../../api/hooks.ts'
import { Button } from '../../components/ui/button.tsx'
import { Select } from '../../components/ui/select.tsx'
import { exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { choose, chooseFolder, type Scope } from './state.ts'

const words = t.migration
const NOBODY = ''

export function FolderCard({ source, busy }: { source: MigrationSource | null; busy: boolean }) {
  const inBrowser = useShell().data?.kind === 'browser'
  const label = inBrowser ? words.look : source ? words.chooseAnother : words.choose
  return (
    <section
      aria-label={words.folder}
      className="flex items-center gap-3 rounded-lg border border-line bg-sunken px-4 py-3"
    >
      <Folder size={16} aria-hidden className="shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <h2 className="text-sm text-ink-2">{words.folder}</h2>
        {source ? (
          <p className="truncate font-mono text-sm" title={source.folder} data-selectable>
            {source.folder}
          </p>
        ) : (
          <p className="text-pretty">{words.folderHint}</p>
        )}
      </div>
      <Button
        variant={source ? 'secondary' : 'primary'}
        disabled={busy}
        icon={<FolderOpen size={16} />}
        onClick={() => void chooseFolder()}
      >
        {label}
      </Button>
    </section>
  )
}

export const Notice = ({ children }: { children: ReactNode }) => (
  <div className="flex gap-2 rounded-md border border-line bg-amber-tint px-3 py-2">
    <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-amber" />
    <div className="max-w-[80ch] text-pretty">{children}</div>
  </div>
)

type WhoProps = { value: Scope['who']; label: string; hint: string; disabled: boolean }
const Who = ({ value, label, hint, disabled }: WhoProps) => (
  <RadioGroup.Item
    value={value}
    disabled={disabled}
    className="group flex items-start gap-2 rounded-sm text-left disabled:opacity-60"
  >
    <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong group-data-[state=checked]:border-[5px] group-data-[state=checked]:border-accent" />
    <span>
      <span className="block text-md font-medium">{label}</span>
      <span className="block text-ink-2">{hint}</span>
    </span>
  </RadioGroup.Item>
)

const ENTITIES = ['audience', 'platform', 'distribution'] as const

function Users({ source, scope }: { source: MigrationSource; scope: Scope }) {
  return (
    <table aria-label={words.users} className="w-full max-w-[560px] text-left">
      <thead className="text-sm text-ink-2">
        <tr className="border-b border-line">
          <th scope="col" className="py-1.5 pr-3 font-medium">
            {words.user}
          </th>
          {ENTITIES.map(entity => (
            <th key={entity} scope="col" className="px-3 py-1.5 text-right font-medium last:pr-0">
              {words.entity[entity]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line tabular-nums">
        {source.users.map(({ user_id, rows }) => {
          const taken = scope.who === 'all' || scope.mine === user_id
          return (
            <tr key={user_id} className={taken ? undefined : 'text-ink-3'}>
              <th scope="row" className="max-w-64 truncate py-1.5 pr-3 font-medium" title={user_id}>
                {user_id}
              </th>
              {ENTITIES.map(entity => (
                <td key={entity} className="px-3 py-1.5 text-right last:pr-0">
                  {exactNumber(rows[entity])}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

type ScopeProps = { source: MigrationSource; scope: Scope; locked: boolean }

export function WhoseRecords({ source, scope, locked }: ScopeProps) {
  const [id, meId] = [useId(), useId()]
  const users = source.users.map(({ user_id }) => ({ value: user_id, label: user_id }))
  const options = scope.who === 'all' ? [...users, { value: NOBODY, label: words.iAmNobody }] : users
  const choices = source.may_all && users.length > 1
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <h2 id={id} className="text-lg font-semibold">
        {words.whose}
      </h2>
      {choices && (
        <div className="flex flex-wrap items-end gap-x-10 gap-y-4">
          <RadioGroup.Root
            aria-label={words.whose}
            value={scope.who}
            onValueChange={who =>
              choose(
                who === 'all'
                  ? { who: 'all', mine: source.mine }
                  : { who: 'mine', mine: scope.mine ?? users[0]?.value ?? null },
              )
            }
            className="flex flex-col gap-3"
          >
            <Who value="mine" label={words.mine} hint={words.mineHint} disabled={locked} />
            <Who value="all" label={words.everyone} hint={words.everyoneHint} disabled={locked} />
          </RadioGroup.Root>
          <label htmlFor={meId} className="flex flex-col gap-1">
            <span className="text-ink-2">{words.iAm}</span>
            <Select
              id={meId}
              className="w-64"
              value={scope.mine ?? NOBODY}
              options={options}
              disabled={locked}
              onChange={mine => choose({ ...scope, mine: mine === NOBODY ? null : mine })}
            />
          </label>
        </div>
      )}
      <Users source={source} scope={scope} />
    </section>
  )
}
