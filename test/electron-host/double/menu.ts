// `Menu`: the template as items that can be found and clicked. It is not drawn.

type Template = {
  id?: string
  label?: string
  role?: string
  type?: string
  accelerator?: string
  enabled?: boolean
  submenu?: Template[]
  click?: (item: object, window: unknown, event: object) => void
}

const ROLE_LABELS: Record<string, string> = {
  appMenu: 'Activation Manager',
  editMenu: 'Edit',
  windowMenu: 'Window',
  help: 'Help',
  close: 'Close Window',
  quit: 'Quit',
  reload: 'Reload',
  toggleDevTools: 'Toggle Developer Tools',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  togglefullscreen: 'Toggle Full Screen',
}

class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly role: string | undefined
  readonly type: string
  readonly enabled: boolean
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  readonly click: () => void

  constructor(template: Template) {
    if (template.role && !(template.role in ROLE_LABELS))
      throw new Error(`The double doesn't know the role ${template.role}`)
    this.id = template.id
    this.role = template.role
    this.label = template.label ?? (template.role ? (ROLE_LABELS[template.role] ?? '') : '')
    this.type = template.type ?? (template.submenu ? 'submenu' : 'normal')
    this.enabled = template.enabled ?? true
    this.accelerator = template.accelerator
    this.submenu = template.submenu ? Menu.buildFromTemplate(template.submenu) : undefined
    this.click = () => {
      if (this.enabled) template.click?.(this, undefined, {})
    }
  }
}

export class Menu {
  static #application: Menu | null = null
  constructor(readonly items: MenuItem[]) {}

  static buildFromTemplate = (template: Template[]) => new Menu(template.map(item => new MenuItem(item)))
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
  }
  static getApplicationMenu = () => Menu.#application
}
