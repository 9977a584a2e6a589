// The native menu as data. Commands go to the renderer by name; what needs no page is done by the shell.
import type { MenuItemConstructorOptions } from 'electron'

export type MenuActions = {
  /** Sends `shell.command` to the window. */
  command(name: string): void
  openLogs(): void
  reportIssue(): void
}

const separator = { type: 'separator' } as const

function fileMenu(actions: MenuActions, mac: boolean): MenuItemConstructorOptions {
  const command = commandItem(actions)
  return {
    label: '&File',
    submenu: [
      command('New audience', 'audience.create', 'CmdOrCtrl+N'),
      command('Connect a platform', 'platform.create', 'CmdOrCtrl+Shift+N'),
      command('New distribution', 'distribution.create', 'CmdOrCtrl+Shift+D'),
      separator,
      command('Import…', 'import.file', 'CmdOrCtrl+Shift+I'),
      command('Export…', 'export', 'CmdOrCtrl+Shift+E'),
      command('Load sample workspace…', 'sample.load'),
      separator,
      command('Push to BigQuery', 'bigquery.push', 'CmdOrCtrl+Shift+P'),
      command('Pull from BigQuery', 'bigquery.pull'),
      separator,
      mac ? { role: 'close' } : { role: 'quit' },
    ],
  }
}

function viewMenu(actions: MenuActions, dev: boolean): MenuItemConstructorOptions {
  const command = commandItem(actions)
  const forDevelopment: MenuItemConstructorOptions[] = dev
    ? [{ role: 'reload' }, { role: 'toggleDevTools' }, separator]
    : []
  return {
    label: '&View',
    submenu: [
      {
        label: 'Theme',
        submenu: [
          command('Like the system', 'view.theme.system'),
          command('Light', 'view.theme.light'),
          command('Dark', 'view.theme.dark'),
        ],
      },
      separator,
      ...forDevelopment,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
    ],
  }
}

const commandItem =
  (actions: MenuActions) =>
  (label: string, name: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: name,
    label,
    ...(accelerator ? { accelerator } : {}),
    click: () => actions.command(name),
  })

/** `dev` adds reload and the developer tools, which a person who works with data must not meet. */
export function menuTemplate(
  actions: MenuActions,
  given: { platform: NodeJS.Platform; dev: boolean },
): MenuItemConstructorOptions[] {
  const mac = given.platform === 'darwin'
  const command = commandItem(actions)
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    fileMenu(actions, mac),
    { role: 'editMenu' },
    viewMenu(actions, given.dev),
    {
      label: '&Go',
      submenu: [
        command('Audiences', 'go.audiences', 'CmdOrCtrl+1'),
        command('Platforms', 'go.platforms', 'CmdOrCtrl+2'),
        command('Distributions', 'go.distributions', 'CmdOrCtrl+3'),
        command('Insights', 'go.insights'),
        command('BigQuery', 'go.bigquery', 'CmdOrCtrl+4'),
        command('SQL', 'go.sql', 'CmdOrCtrl+5'),
        separator,
        command('Settings', 'go.settings', 'CmdOrCtrl+,'),
        separator,
        command('Command palette', 'palette', 'CmdOrCtrl+K'),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    {
      role: 'help',
      label: '&Help',
      submenu: [
        command('Keyboard shortcuts', 'help.shortcuts', 'CmdOrCtrl+/'),
        separator,
        { label: 'Open log folder', click: () => actions.openLogs() },
        { label: 'Report an issue', click: () => actions.reportIssue() },
      ],
    },
  ]
}
