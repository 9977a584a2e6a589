// Shortcuts of the whole window. Plain letters are left alone where text is typed and while a dialog or a menu is open.
import { useEffect } from 'react'
import { matches } from '../lib/platform.ts'
import { allCommands } from './registry.ts'

const EDITABLE = 'input, textarea, select, [contenteditable="true"]'
const FLOATING = '[role="dialog"], [role="menu"]'

export const isTyping = (event: KeyboardEvent) =>
  event.target instanceof Element && event.target.matches(EDITABLE)

export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const command = allCommands().find(item => item.shortcut && matches(event, item.shortcut))
      if (!command?.shortcut) return
      const withMod = command.shortcut.startsWith('mod+')
      if (isTyping(event) && (!withMod || command.shortcut === 'mod+z')) return
      if (!withMod && document.querySelector(FLOATING)) return
      event.preventDefault()
      command.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
