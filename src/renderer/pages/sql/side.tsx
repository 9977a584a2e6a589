// Beside the editor: the tables with their columns, and the queries that are kept.
import { useState } from 'react'
import { SegmentedControl } from '../../components/ui/segmented.tsx'
import { t } from '../../messages/index.ts'
import { SavedList } from './saved-list.tsx'
import { TableList } from './table-list.tsx'

const words = t.sql

export function Side() {
  const [shown, setShown] = useState<'tables' | 'saved'>('tables')
  return (
    <aside
      aria-label={words.side}
      className="flex w-60 shrink-0 flex-col border-r border-line min-[1800px]:w-72"
    >
      <div className="px-3 pt-3 pb-2">
        <SegmentedControl
          label={words.side}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'tables', label: words.tables },
            { value: 'saved', label: words.saved },
          ]}
          className="w-full [&>*]:flex-1 [&>*]:justify-center"
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section tabIndex={0} aria-label={words[shown]} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {shown === 'tables' ? <TableList /> : <SavedList />}
      </section>
    </aside>
  )
}
