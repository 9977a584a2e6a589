// Everything that can be done by name: from the palette, a shortcut, or the native menu. Pages add theirs while they are shown.

import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { t } from '../messages/index.ts'

export type CommandGroup = keyof typeof t.commands.group
export type Command = {
  id: string
  title: string
  group: CommandGroup
  icon: LucideIcon
  shortcut?: string
  run: () => void
  /** Left out of the palette, such as the palette itself. */
  hidden?: boolean
}

const sources = new Set<{ current: readonly Command[] }>()

/** Offers commands while the caller is mounted. A later offer of the same id wins. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    sources.add(latest)
    return () => {
      sources.delete(latest)
    }
  }, [])
}

export const allCommands = (): Command[] => [
  ...new Map([...sources].flatMap(source => source.current.map(command => [command.id, command]))).values(),
]

export function runCommand(id: string): boolean {
  const command = allCommands().find(item => item.id === id)
  command?.run()
  return command !== undefined
}
