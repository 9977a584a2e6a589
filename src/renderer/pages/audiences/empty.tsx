// What the list says when it has no rows: the first time, in an empty tab, or because nothing matches.
import { FileDown, Package, Plus, SearchX, Trash2, TriangleAlert, Users } from 'lucide-react'
import { useLocation } from 'wouter'
import { importRoute } from '../../actions/import.ts'
import { loadSample } from '../../actions/sample.ts'
import { showDamage } from '../../actions/workspace.ts'
import { useWorkspace } from '../../api/hooks.ts'
import { Button } from '../../components/ui/button.tsx'
import { Kbd } from '../../components/ui/kbd.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { t } from '../../messages/index.ts'
import { isFiltered, type View } from './view.ts'
import { clearFilters } from './view-store.ts'

const words = t.emptyList

function First() {
  const [, go] = useLocation()
  return (
    <EmptyState
      icon={<Users size={20} aria-hidden />}
      title={words.firstTitle}
      actions={
        <>
          <Button variant="primary" size="lg" icon={<Plus size={16} />} onClick={() => go('/audiences/new')}>
            {t.list.create} <Kbd shortcut="c" inverse />
          </Button>
          <Button size="lg" icon={<FileDown size={16} />} onClick={() => go(importRoute)}>
            {t.firstRun.importTitle}
          </Button>
          <Button size="lg" icon={<Package size={16} />} onClick={() => void loadSample()}>
            {t.firstRun.sampleTitle}
          </Button>
        </>
      }
    >
      {words.firstHint}
    </EmptyState>
  )
}

function Unreadable({ files }: { files: number }) {
  const [, go] = useLocation()
  return (
    <EmptyState
      icon={<TriangleAlert size={20} aria-hidden />}
      title={words.unreadableTitle}
      actions={
        <Button size="lg" onClick={() => showDamage(go)}>
          {t.workspace.showDamage}
        </Button>
      }
    >
      {words.unreadableHint(files)}
    </EmptyState>
  )
}

/** `all` is how many audiences there are in every tab, the trash included. */
export function EmptyList({ view, all }: { view: View; all: number }) {
  const damaged = useWorkspace().data?.damage.length ?? 0
  if (isFiltered(view))
    return (
      <EmptyState
        icon={<SearchX size={20} aria-hidden />}
        title={words.noMatchTitle}
        actions={
          <Button size="lg" onClick={clearFilters}>
            {t.filters.clearAll}
          </Button>
        }
      >
        {words.noMatchHint}
      </EmptyState>
    )
  if (view.tab === 'trash')
    return (
      <EmptyState icon={<Trash2 size={20} aria-hidden />} title={words.trashTitle}>
        {words.trashHint}
      </EmptyState>
    )
  // No invitation to start anew where records may be waiting in a damaged file.
  if (all === 0 && damaged > 0) return <Unreadable files={damaged} />
  if (view.tab === 'all' || all === 0) return <First />
  return (
    <EmptyState icon={<Users size={20} aria-hidden />} title={words.noneInStatus[view.tab]}>
      {words.noneInStatusHint[view.tab]}
    </EmptyState>
  )
}
