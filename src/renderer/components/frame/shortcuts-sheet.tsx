// Every shortcut, on `?`: those of everywhere, and those of the list that the page belongs to.
import { useLocation } from 'wouter'
import { shortcutsOpen } from '../../commands/open.ts'
import { allCommands } from '../../commands/registry.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'

type Line = { title: string; keys: string[] }

const MOVES: Line[] = [
  { title: t.shortcuts.move, keys: ['up', 'down'] },
  { title: t.shortcuts.pages, keys: ['PgUp', 'PgDn'] },
  { title: t.shortcuts.ends, keys: ['home', 'end'] },
  { title: t.shortcuts.open, keys: ['enter'] },
  { title: t.shortcuts.preview, keys: ['space'] },
  { title: t.exports.shortcutCopy, keys: ['mod+c'] },
]
const ENDS: Line[] = [
  { title: t.shortcuts.trash, keys: ['delete'] },
  { title: t.shortcuts.menu, keys: ['shift+F10'] },
]

const AUDIENCES: Line[] = [
  ...MOVES,
  { title: t.shortcuts.toggle, keys: ['x', 'mod+space'] },
  { title: t.shortcuts.extend, keys: ['shift+up', 'shift+down'] },
  { title: t.shortcuts.all, keys: ['mod+a'] },
  ...ENDS,
  { title: t.shortcuts.back, keys: ['esc'] },
]

const PLATFORMS: Line[] = [
  ...MOVES,
  { title: t.platforms.actions.test, keys: ['t'] },
  { title: t.platforms.actions.edit, keys: ['e'] },
  { title: t.platforms.actions.duplicate, keys: ['d'] },
  { title: t.shortcuts.onOff, keys: ['a'] },
  ...ENDS,
  { title: t.platformList.closePreview, keys: ['esc'] },
]

const DISTRIBUTIONS: Line[] = [
  ...MOVES,
  { title: t.distributions.actions.runNow, keys: ['n'] },
  { title: t.distributions.actions.change, keys: ['e'] },
  { title: t.distributions.actions.retry, keys: ['r'] },
  { title: t.distributions.actions.approve, keys: ['a'] },
  { title: t.distributions.actions.reject, keys: ['j'] },
  { title: t.distributions.actions.cancel, keys: ['delete'] },
  { title: t.shortcuts.menu, keys: ['shift+F10'] },
  { title: t.distributionList.closePreview, keys: ['esc'] },
]

const linesOf = (here: string): Line[] =>
  here.startsWith('/platforms') ? PLATFORMS : here.startsWith('/distributions') ? DISTRIBUTIONS : AUDIENCES

const Section = ({ title, lines }: { title: string; lines: Line[] }) => (
  <section>
    <h3 className="pb-1 text-base font-semibold">{title}</h3>
    <dl>
      {lines.map(line => (
        <div key={line.title} className="flex h-8 items-center justify-between gap-4 border-b border-line">
          <dt className="text-ink-2">{line.title}</dt>
          <dd className="flex gap-2">
            {line.keys.map(key => (
              <Kbd key={key} shortcut={key} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)

export function ShortcutsSheet() {
  const open = useStore(shortcutsOpen)
  const [here] = useLocation()
  const commands = open ? allCommands() : []
  const lines = commands.flatMap(({ title, shortcut }) => (shortcut ? [{ title, keys: [shortcut] }] : []))
  return (
    <Dialog open={open} onClose={() => shortcutsOpen.set(false)} title={t.shortcuts.title} width="lg">
      <div className="grid grid-cols-2 gap-x-10 pb-4">
        <Section title={t.shortcuts.general} lines={lines} />
        <Section title={t.shortcuts.list} lines={linesOf(here)} />
      </div>
    </Dialog>
  )
}
