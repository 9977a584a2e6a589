// What a check found or a migration did: counts, what is written differently, and the credentials that stay behind.
import { KeyRound } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Link } from 'wouter'
import type { MigrationCounts, MigrationReport } from '../../../shared/contract/migration.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { useProfile } from '../../api/hooks.ts'
import { exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'

const words = t.migration
const ENTITIES = ['audience', 'platform', 'distribution'] as const
const COLUMNS = ['rows', 'added', 'earlier', 'updated', 'unchanged', 'kept', 'refused'] as const
const CREDENTIALS_SHOWN = 12

/** Over all of its users. */
export const totalOf = (
  report: MigrationReport,
  entity: (typeof ENTITIES)[number],
  column: keyof MigrationCounts,
) => report.users.reduce((sum, user) => sum + user[entity][column], 0)

/** Records that a migration writes, or has written. */
export const writtenBy = (report: MigrationReport) =>
  ENTITIES.reduce(
    (sum, entity) => sum + totalOf(report, entity, 'added') + totalOf(report, entity, 'updated'),
    0,
  )

function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <header>
        <h3 id={id} className="text-md font-semibold">
          {title}
        </h3>
        {hint && <p className="max-w-[80ch] text-pretty text-ink-2">{hint}</p>}
      </header>
      {children}
    </section>
  )
}

function Counts({ report }: { report: MigrationReport }) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line">
      <table className="w-full min-w-[760px] text-left">
        <thead className="bg-sunken text-sm text-ink-2">
          <tr>
            <th scope="col" className="px-4 py-2 font-medium">
              {words.kind}
            </th>
            {COLUMNS.map(column => (
              <th
                key={column}
                scope="col"
                title={words.columnHint[column]}
                className="px-4 py-2 text-right font-medium"
              >
                {words.column[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line tabular-nums">
          {ENTITIES.map(entity => (
            <tr key={entity}>
              <th scope="row" className="px-4 py-2 font-medium">
                {words.entity[entity]}
              </th>
              {COLUMNS.map(column => {
                const value = totalOf(report, entity, column)
                return (
                  <td
                    key={column}
                    className={value === 0 ? 'px-4 py-2 text-right text-ink-3' : 'px-4 py-2 text-right'}
                  >
                    {exactNumber(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const written = ({ added, updated }: MigrationCounts) => added + updated

/** Where there are several: whose records go into which profile. */
function ByUser({ report }: { report: MigrationReport }) {
  const cell = 'px-4 py-1.5 text-right'
  return (
    <Part title={words.byUser}>
      <div className="overflow-x-auto rounded-lg border border-line">
        <table className="w-full min-w-[640px] text-left">
          <thead className="bg-sunken text-sm text-ink-2">
            <tr>
              <th scope="col" className="px-4 py-1.5 font-medium">
                {words.user}
              </th>
              <th scope="col" className="px-4 py-1.5 font-medium">
                {words.profile}
              </th>
              {ENTITIES.map(entity => (
                <th key={entity} scope="col" className={`${cell} font-medium`}>
                  {words.entity[entity]}
                </th>
              ))}
              <th scope="col" className={`${cell} font-medium`}>
                {words.column.refused}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line tabular-nums">
            {report.users.map(user => (
              <tr key={user.user_id}>
                <th scope="row" className="max-w-52 truncate px-4 py-1.5 font-medium" title={user.user_id}>
                  {user.user_id}
                </th>
                <td className="max-w-52 truncate px-4 py-1.5" title={user.profile_id}>
                  {user.profile_is_new ? words.newProfile(user.profile_id) : user.profile_id}
                </td>
                {ENTITIES.map(entity => (
                  <td key={entity} className={cell}>
                    {exactNumber(written(user[entity]))}
                  </td>
                ))}
                <td className={cell}>
                  {exactNumber(ENTITIES.reduce((sum, entity) => sum + user[entity].refused, 0))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Part>
  )
}

function Facts({ report }: { report: MigrationReport }) {
  const { read, unreadable, foreign } = report.files
  const fresh = report.users.filter(user => user.profile_is_new).length
  const facts = [
    words.filesRead(read),
    unreadable > 0 && words.filesUnreadable(unreadable),
    foreign > 0 && words.filesForeign(foreign),
    fresh > 0 && words.newProfiles(fresh),
  ]
  return <p className="text-ink-2">{facts.filter(Boolean).join(' · ')}</p>
}

function Credentials({ report }: { report: MigrationReport }) {
  const me = useProfile().data?.user_id
  const shown = report.credentials.slice(0, CREDENTIALS_SHOWN)
  const more = report.credential_count - shown.length
  return (
    <Part title={words.credentials} hint={words.credentialsHint}>
      <ul className="grid gap-x-8 gap-y-1 sm:grid-cols-2">
        {shown.map(({ profile_id, platform_id, name, platform_type }) => {
          const own = profile_id === me
          return (
            <li key={`${profile_id} ${platform_id}`} className="flex min-w-0 items-center gap-2 py-0.5">
              <KeyRound size={14} aria-hidden className="shrink-0 text-ink-3" />
              {own && !report.checked_only ? (
                <Link
                  href={`/platforms/${platform_id}/edit`}
                  aria-label={words.enter(name)}
                  className="truncate font-medium text-accent-text hover:underline"
                >
                  {name}
                </Link>
              ) : (
                <span className="truncate font-medium">{name}</span>
              )}
              <span className="shrink-0 text-ink-2">
                {own ? PLATFORM_DEFINITIONS[platform_type].name : words.ofProfile(profile_id)}
              </span>
            </li>
          )
        })}
      </ul>
      {more > 0 && <p className="text-ink-2">{words.moreCredentials(more)}</p>}
    </Part>
  )
}

export function Report({ report }: { report: MigrationReport }) {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <Counts report={report} />
        <Facts report={report} />
      </div>
      {report.users.length > 1 && <ByUser report={report} />}
      {report.changes.length > 0 && (
        <Part title={words.changes}>
          <ul className="flex flex-col gap-1">
            {report.changes.map(({ what, rows }) => (
              <li key={what} className="flex max-w-[80ch] justify-between gap-6">
                <span className="text-pretty">{what}</span>
                <span className="shrink-0 text-ink-2 tabular-nums">{words.changeRows(rows)}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {report.credential_count > 0 && <Credentials report={report} />}
    </div>
  )
}
