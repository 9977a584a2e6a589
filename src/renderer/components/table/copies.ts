// Whether a key press in a list copies its rows: text that is selected is copied as text.
import { isMod } from '../../lib/platform.ts'

type Press = { key: string; metaKey: boolean; ctrlKey: boolean; altKey: boolean; shiftKey: boolean }

export const copies = (event: Press) =>
  isMod(event) &&
  !event.altKey &&
  !event.shiftKey &&
  event.key.toLowerCase() === 'c' &&
  (getSelection()?.isCollapsed ?? true)
