// Whether the palette and the shortcuts sheet are open; commands and buttons both switch them.
import { createStore } from '../lib/store.ts'

export const paletteOpen = createStore(false)
export const shortcutsOpen = createStore(false)
export const jobTrayOpen = createStore(false)
