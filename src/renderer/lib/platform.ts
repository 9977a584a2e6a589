// How this machine writes and sends shortcuts. `mod` is Cmd on a Mac and Ctrl elsewhere.
const isMac = /mac/i.test(navigator.platform)

export const isMod = (event: { metaKey: boolean; ctrlKey: boolean }) =>
  isMac ? event.metaKey : event.ctrlKey

const MAC: Record<string, string> = {
  mod: '⌘',
  shift: '⇧',
  alt: '⌥',
  enter: '↵',
  backspace: '⌫',
  delete: '⌫',
}
const OTHER: Record<string, string> = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
  delete: 'Del',
}
const BOTH: Record<string, string> = { up: '↑', down: '↓', left: '←', right: '→', esc: 'Esc', space: 'Space' }

/** `mod+shift+k` as the keys a person sees: `['Ctrl', 'Shift', 'K']`. */
export const keysOf = (shortcut: string): string[] =>
  shortcut
    .split('+')
    .map(
      key =>
        BOTH[key] ??
        (isMac ? MAC : OTHER)[key] ??
        (key.length === 1 ? key.toUpperCase() : key[0]?.toUpperCase() + key.slice(1)),
    )

/** Whether a key press is this shortcut. Shift is only looked at for letters and named keys: `?` needs it on most layouts. */
export function matches(event: KeyboardEvent, shortcut: string): boolean {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (name: string) => parts.includes(name)
  if (isMod(event) !== wants('mod') || event.altKey !== wants('alt')) return false
  if (!isMac && event.metaKey) return false
  const symbol = key.length === 1 && !/[a-z0-9]/.test(key)
  if (!symbol && event.shiftKey !== wants('shift')) return false
  return event.key.toLowerCase() === (NAMED[key] ?? key)
}

const NAMED: Record<string, string> = {
  esc: 'escape',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  space: ' ',
}
