// Runs before the first paint, so that a chosen theme or density never flashes. A file of its own: the CSP allows no inline script.
;(() => {
  try {
    const root = document.documentElement
    const theme = localStorage.getItem('theme')
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
    if (localStorage.getItem('density') === 'compact') root.dataset.density = 'compact'
  } catch {
    // Storage can be switched off in a browser; the system theme is then a good start.
  }
  // zod would otherwise try whether it may compile code, which the CSP forbids and reports.
  globalThis.__zod_globalConfig = { jitless: true }
})()
