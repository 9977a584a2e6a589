// SQL over one's own records: tables and saved queries at the side, the query, and what it found.
import { Play, Save, Square } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useCommands } from '../../commands/registry.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { useStore } from '../../lib/store.ts'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { Editor } from './editor.tsx'
import { NameDialog } from './name-dialog.tsx'
import { cancelQuery, draftStore, runQuery, runStore } from './query-store.ts'
import { Results } from './results.tsx'
import { naming, saveDraft } from './saved.ts'
import { Side } from './side.tsx'

const words = t.sql

/** Seconds since a run began, in tenths. A quick run shows none. */
function Seconds({ since }: { since: number }) {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100)
    return () => clearInterval(timer)
  }, [])
  const seconds = (now - since) / 1_000
  return seconds < 0.3 ? null : (
    <span aria-hidden className="text-ink-3 tabular-nums">
      {words.running(seconds.toFixed(1))}
    </span>
  )
}

function Actions() {
  const { sql, opened } = useStore(draftStore)
  const run = useStore(runStore)
  const empty = sql.trim() === ''
  return (
    <div className="flex items-center gap-2">
      {run?.state === 'running' && <Seconds since={run.since} />}
      {opened && (
        <Button size="lg" variant="ghost" disabled={empty} onClick={() => naming.set({ sql })}>
          {words.saveAs}
        </Button>
      )}
      <Tooltip label={t.common.save} shortcut="mod+s">
        <Button size="lg" icon={<Save size={16} />} disabled={empty} onClick={() => void saveDraft()}>
          {opened ? t.common.save : words.save}
        </Button>
      </Tooltip>
      {run?.state === 'running' ? (
        <Button size="lg" icon={<Square size={14} />} onClick={cancelQuery}>
          {words.cancel}
        </Button>
      ) : (
        <Tooltip label={words.run} shortcut="mod+enter">
          <Button
            size="lg"
            variant="primary"
            icon={<Play size={16} />}
            disabled={empty}
            onClick={() => void runQuery()}
          >
            {words.run}
          </Button>
        </Tooltip>
      )}
    </div>
  )
}

function Head() {
  const { sql, opened } = useStore(draftStore)
  const changed = opened !== null && opened.sql !== sql
  return (
    <header className="flex items-center gap-3 px-6 pt-3 pb-3">
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-title font-semibold">{opened?.name ?? words.title}</h1>
        <p className="truncate text-ink-2">{changed ? words.unsaved : words.intro}</p>
      </div>
      <Actions />
    </header>
  )
}

export default function SqlPage() {
  useTitle(words.title)
  useCommands([
    {
      id: 'sql.run',
      title: t.commands.runQuery,
      group: 'sql',
      icon: Play,
      shortcut: 'mod+enter',
      run: () => void runQuery(),
    },
    { id: 'sql.cancel', title: t.commands.cancelQuery, group: 'sql', icon: Square, run: cancelQuery },
    {
      id: 'sql.save',
      title: t.commands.saveQuery,
      group: 'sql',
      icon: Save,
      shortcut: 'mod+s',
      run: () => void saveDraft(),
    },
  ])
  return (
    <div className="flex min-h-0 flex-1">
      <Side />
      <div className="flex min-w-0 flex-1 flex-col">
        <Head />
        <div className="px-6 pb-3">
          <Editor />
        </div>
        <Results />
      </div>
      <NameDialog />
    </div>
  )
}
