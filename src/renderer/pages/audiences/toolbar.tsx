// Above the table: title and actions, the status tabs with their counts, and the filters that are set.
import { FileDown, ListFilter, Plus, SlidersHorizontal } from 'lucide-react'
import { useLocation } from 'wouter'
import type { OutputOf } from '../../../shared/contract.ts'
import type { ExportSource } from '../../actions/export.ts'
import { importRoute } from '../../actions/import.ts'
import { usePreferences } from '../../api/preferences.ts'
import { ExportMenu } from '../../components/export/menu.tsx'
import { Button, IconButton } from '../../components/ui/button.tsx'
import { Chip } from '../../components/ui/chip.tsx'
import { ChoiceTabs } from '../../components/ui/choice-tabs.tsx'
import { Kbd } from '../../components/ui/kbd.tsx'
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuRadio, MenuSeparator } from '../../components/ui/menu.tsx'
import { exactNumber } from '../../lib/format.ts'
import { setDensity } from '../../lib/theme.ts'
import { t } from '../../messages/index.ts'
import { FilterMenu } from './filter-menu.tsx'
import { filterTexts } from './filter-text.ts'
import { COLUMN_IDS, DEFAULT_VIEW, TABS, tabCount, type View } from './view.ts'
import { changeView, clearFilters, setFilter } from './view-store.ts'

function DisplayMenu({ view }: { view: View }) {
  const density = usePreferences().data?.density ?? 'regular'
  const toggleColumn = (id: View['hidden'][number], shown: boolean) =>
    changeView({ hidden: shown ? view.hidden.filter(other => other !== id) : [...view.hidden, id] })
  return (
    <Menu
      align="end"
      className="w-56"
      trigger={
        <IconButton label={t.list.display} tooltip={false} title={t.list.display}>
          <SlidersHorizontal size={16} />
        </IconButton>
      }
    >
      <MenuLabel>{t.list.densityTitle}</MenuLabel>
      <MenuRadio
        value={density}
        onChange={setDensity}
        options={[
          { value: 'regular', label: t.list.density.regular },
          { value: 'compact', label: t.list.density.compact },
        ]}
      />
      <MenuSeparator />
      <MenuLabel>{t.list.columnsTitle}</MenuLabel>
      {COLUMN_IDS.filter(id => id !== 'name').map(id => (
        <MenuCheck key={id} checked={!view.hidden.includes(id)} onChange={shown => toggleColumn(id, shown)}>
          {t.list.columns[id]}
        </MenuCheck>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => changeView({ hidden: DEFAULT_VIEW.hidden, sort: DEFAULT_VIEW.sort })}>
        {t.list.resetView}
      </MenuItem>
    </Menu>
  )
}

type Props = { view: View; counts: OutputOf<'audiences.count'> | undefined; source: ExportSource }

export function Toolbar({ view, counts, source }: Props) {
  const [, go] = useLocation()
  const set = filterTexts(view.filters)
  return (
    <div className="shrink-0">
      <div className="flex h-12 items-center gap-2 px-4">
        <h1 className="mr-2 text-lg font-semibold">{t.list.title}</h1>
        <div className="ml-auto flex items-center gap-1">
          <FilterMenu
            view={view}
            trigger={
              <Button variant="ghost" icon={<ListFilter size={16} />}>
                {t.filters.add}
              </Button>
            }
          />
          <DisplayMenu view={view} />
          <IconButton label={t.imports.title} onClick={() => go(importRoute)}>
            <FileDown size={16} />
          </IconButton>
          <ExportMenu source={source} />
          <Button
            variant="primary"
            className="ml-1.5"
            icon={<Plus size={16} />}
            onClick={() => go('/audiences/new')}
          >
            {t.list.create}
          </Button>
        </div>
      </div>
      <ChoiceTabs
        label={t.list.status}
        value={view.tab}
        onChange={tab => changeView({ tab })}
        tabs={TABS.map(tab => ({
          value: tab,
          label: t.list.tabs[tab],
          count: counts && exactNumber(tabCount(counts, tab)),
        }))}
      />
      {set.length > 0 && (
        <ul
          aria-label={t.filters.setLabel}
          className="flex flex-wrap items-center gap-1.5 border-b border-line px-4 py-2"
        >
          {set.map(({ name, label, text }) => (
            <li key={name} className="flex min-w-0">
              <Chip name={`${label} ${text}`} onRemove={() => setFilter(name, undefined)}>
                <FilterMenu
                  view={view}
                  only={name}
                  trigger={
                    <button
                      type="button"
                      title={t.filters.edit(label)}
                      className="flex min-w-0 items-center gap-1 rounded-xs"
                    >
                      <span className="shrink-0 text-ink-3">{label}</span>
                      <span className="truncate font-medium">{text}</span>
                    </button>
                  }
                />
              </Chip>
            </li>
          ))}
          <li>
            <Button variant="ghost" size="sm" onClick={clearFilters}>
              {t.filters.clearAll}
            </Button>
          </li>
        </ul>
      )}
    </div>
  )
}

/** The line under the table: how many there are, how many are selected, and the keys. */
export function Footer({ total, all, selected }: { total: number; all: number; selected: number }) {
  return (
    <footer className="flex h-8 shrink-0 items-center gap-3 border-t border-line px-4 text-sm text-ink-2">
      <p role="status">
        {total === all ? t.list.total(total) : t.list.matching(total, all)}
        {selected > 0 && <span className="font-medium text-accent-text"> · {t.list.selected(selected)}</span>}
      </p>
      {total > 0 && (
        <p className="ml-auto flex items-center gap-3 text-ink-3 max-[1160px]:hidden">
          <span className="flex items-center gap-1.5">
            <Kbd shortcut="enter" /> {t.row.open}
          </span>
          <span className="flex items-center gap-1.5">
            <Kbd shortcut="space" /> {t.row.preview}
          </span>
          <span className="flex items-center gap-1.5">
            <Kbd shortcut="?" /> {t.list.allKeys}
          </span>
        </p>
      )}
    </footer>
  )
}
