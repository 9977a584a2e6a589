// The commands that are there on every page. The native menu sends the same names.
import {
  ChartLine,
  CloudDownload,
  CloudUpload,
  Command as CommandIcon,
  Database,
  FileDown,
  FileUp,
  FolderInput,
  GitCompareArrows,
  Keyboard,
  MonitorSmartphone,
  Moon,
  Package,
  Plug,
  Plus,
  Rows2,
  Rows4,
  Search,
  Send,
  Settings,
  ShieldCheck,
  Sun,
  Undo2,
  Users,
} from 'lucide-react'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { compare, goAndSync, pull, push } from '../actions/bigquery.ts'
import { EXPORT_KEYS, exportAllAudiences } from '../actions/export.ts'
import { importRoute } from '../actions/import.ts'
import { checkAll } from '../actions/platforms.ts'
import { loadSample } from '../actions/sample.ts'
import { subscribe } from '../api/client.ts'
import { useWorkspace } from '../api/hooks.ts'
import { undoLatest } from '../components/ui/toast.tsx'
import { focusSearch } from '../lib/search.ts'
import { setDensity, setTheme } from '../lib/theme.ts'
import { t } from '../messages/index.ts'
import { paletteOpen, shortcutsOpen } from './open.ts'
import { type Command, runCommand, useCommands } from './registry.ts'

export function useAppCommands(): void {
  const [, go] = useLocation()
  const words = t.commands
  // Where the records are kept in BigQuery, there is nothing to push.
  const live = useWorkspace().data?.live !== undefined
  const commands: Command[] = [
    {
      id: 'audience.create',
      title: words.create,
      group: 'audiences',
      icon: Plus,
      shortcut: 'c',
      run: () => go('/audiences/new'),
    },
    {
      id: 'search.focus',
      title: words.search,
      group: 'audiences',
      icon: Search,
      shortcut: '/',
      run: focusSearch,
    },
    {
      id: 'platform.create',
      title: words.connectPlatform,
      group: 'platforms',
      icon: Plus,
      run: () => go('/platforms/new'),
    },
    {
      id: 'platform.checkAll',
      title: words.checkAll,
      group: 'platforms',
      icon: ShieldCheck,
      run: () => void checkAll(),
    },
    {
      id: 'distribution.create',
      title: words.newDistribution,
      group: 'distributions',
      icon: Plus,
      run: () => go('/distributions/new?'),
    },
    {
      id: 'bigquery.push',
      title: words.pushNow,
      group: 'bigquery',
      icon: CloudUpload,
      shortcut: 'mod+shift+p',
      run: () => void goAndSync(push, go),
      hidden: live,
    },
    {
      id: 'bigquery.pull',
      title: live ? t.live.readNow : words.pullNow,
      group: 'bigquery',
      icon: CloudDownload,
      run: () => void goAndSync(pull, go),
    },
    {
      id: 'bigquery.compare',
      title: words.compareNow,
      group: 'bigquery',
      icon: GitCompareArrows,
      run: () => void goAndSync(compare, go),
    },
    {
      id: 'import.file',
      title: words.import,
      group: 'workspace',
      icon: FileDown,
      run: () => go(importRoute),
    },
    {
      id: 'export',
      title: t.exports.action,
      group: 'workspace',
      icon: FileUp,
      shortcut: EXPORT_KEYS,
      run: () => void exportAllAudiences(),
    },
    {
      id: 'migration',
      title: words.migrate,
      group: 'workspace',
      icon: FolderInput,
      run: () => go('/migrate'),
    },
    {
      id: 'sample.load',
      title: words.sample,
      group: 'workspace',
      icon: Package,
      run: () => void loadSample(),
    },
    { id: 'go.audiences', title: words.goAudiences, group: 'go', icon: Users, run: () => go('/audiences') },
    { id: 'go.platforms', title: words.goPlatforms, group: 'go', icon: Plug, run: () => go('/platforms') },
    {
      id: 'go.distributions',
      title: words.goDistributions,
      group: 'go',
      icon: Send,
      run: () => go('/distributions'),
    },
    {
      id: 'go.bigquery',
      title: words.goBigQuery,
      group: 'go',
      icon: CloudUpload,
      run: () => go('/bigquery'),
    },
    { id: 'go.sql', title: words.goSql, group: 'go', icon: Database, run: () => go('/sql') },
    {
      id: 'go.insights',
      title: words.goInsights,
      group: 'go',
      icon: ChartLine,
      run: () => go('/distributions/insights'),
    },
    {
      id: 'go.settings',
      title: words.goSettings,
      group: 'go',
      icon: Settings,
      shortcut: 'mod+,',
      run: () => go('/settings'),
    },
    { id: 'view.theme.light', title: words.light, group: 'view', icon: Sun, run: () => setTheme('light') },
    { id: 'view.theme.dark', title: words.dark, group: 'view', icon: Moon, run: () => setTheme('dark') },
    {
      id: 'view.theme.system',
      title: words.system,
      group: 'view',
      icon: MonitorSmartphone,
      run: () => setTheme('system'),
    },
    {
      id: 'view.density.regular',
      title: words.densityRegular,
      group: 'view',
      icon: Rows2,
      run: () => setDensity('regular'),
    },
    {
      id: 'view.density.compact',
      title: words.densityCompact,
      group: 'view',
      icon: Rows4,
      run: () => setDensity('compact'),
    },
    {
      id: 'help.shortcuts',
      title: words.shortcuts,
      group: 'help',
      icon: Keyboard,
      shortcut: '?',
      run: () => shortcutsOpen.set(true),
    },
    {
      id: 'edit.undo',
      title: words.undo,
      group: 'view',
      icon: Undo2,
      shortcut: 'mod+z',
      run: undoLatest,
      hidden: true,
    },
    {
      id: 'palette',
      title: words.openPalette,
      group: 'help',
      icon: CommandIcon,
      shortcut: 'mod+k',
      run: () => paletteOpen.set(open => !open),
      hidden: true,
    },
  ]
  useCommands(commands)
  useEffect(() => subscribe('shell.command', ({ command }) => void runCommand(command)), [])
}
