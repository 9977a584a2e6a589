// Theme and density on the page. A copy in local storage lets the next start paint them at once (public/theme.js).
import type { Preferences } from '../../shared/contract/workspace.ts'
import { client } from '../api/client.ts'
import { setPreferences } from '../api/preferences.ts'

export type Theme = Preferences['theme']
export type Density = Preferences['density']

function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Switched off in this browser: the preference is still kept by the core.
  }
}

export function showAppearance({ theme, density }: Pick<Preferences, 'theme' | 'density'>): void {
  const root = document.documentElement.dataset
  if (theme === 'system') delete root.theme
  else root.theme = theme
  root.density = density
  remember('theme', theme)
  remember('density', density)
}

export function setTheme(theme: Theme): void {
  setPreferences({ theme })
  // The window's own parts follow; a browser has none and says so, which is no failure.
  void client.shell.setTheme({ theme })
}

export const setDensity = (density: Density) => setPreferences({ density })
