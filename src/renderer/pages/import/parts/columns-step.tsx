// The second step: how each file is read, what its columns become, and what all rows share.
import { CircleAlert } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { type Group, groupsOf, type Missing, type Wizard } from '../model/wizard.ts'
import { Columns } from './columns.tsx'
import { Preview } from './preview.tsx'
import { ReadingLine } from './reading.tsx'
import { SharedSection } from './shared-values.tsx'

const words = t.imports

function GroupSection({ group, first }: { group: Group; first: boolean }) {
  const unread = group.files.reduce((sum, { seen }) => sum + seen.errors.length, 0)
  const [shown] = group.files
  const title = group.files.length > 1 ? words.sameColumns(group.files.length) : shown?.name
  return (
    <section
      aria-label={title}
      className={cx('flex min-w-0 flex-col gap-4', !first && 'border-t border-line pt-5')}
    >
      <ul aria-label={words.readAs} className="divide-y divide-line border-b border-line">
        {group.files.map(({ file_token, seen, error }) => (
          <ReadingLine key={file_token} file_token={file_token} seen={seen} error={error} />
        ))}
      </ul>
      {unread > 0 && (
        <p role="status" className="flex gap-2 text-amber">
          <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
          {words.unreadRows(unread)}
        </p>
      )}
      <Columns group={group} />
      {shown && <Preview group={group} seen={shown.seen} />}
    </section>
  )
}

export function ColumnsStep({ wizard, missing }: { wizard: Wizard; missing: Missing | null }) {
  return (
    <div className="mx-auto flex w-full max-w-[1160px] flex-col gap-6 px-8 pt-4 pb-24">
      {groupsOf(wizard).map((group, index) => (
        <GroupSection key={group.key} group={group} first={index === 0} />
      ))}
      <SharedSection shared={wizard.shared} needsType={missing?.what === 'type'} />
    </div>
  )
}
