// A button that writes: where nothing can be saved it says why instead.
import type { ReactNode } from 'react'
import { useWorkspace } from '../../api/hooks.ts'
import { t } from '../../messages/index.ts'
import { Button } from './button.tsx'
import { Tooltip } from './tooltip.tsx'

type Props = {
  icon: ReactNode
  primary?: boolean
  shortcut?: string
  size?: 'sm' | 'md' | 'lg'
  children: string
  onClick: () => void
}

export function WriteButton({ icon, primary = false, shortcut, size = 'md', children, onClick }: Props) {
  const readOnly = useWorkspace().data?.state === 'read_only'
  const button = (
    // Not `disabled`: the reason has to be reachable.
    <Button
      variant={primary ? 'primary' : 'secondary'}
      size={size}
      icon={icon}
      aria-disabled={readOnly || undefined}
      onClick={() => {
        if (!readOnly) onClick()
      }}
    >
      {children}
    </Button>
  )
  if (!readOnly && !shortcut) return button
  return (
    <Tooltip label={readOnly ? t.workspace.readOnly : children} shortcut={readOnly ? undefined : shortcut}>
      {button}
    </Tooltip>
  )
}
