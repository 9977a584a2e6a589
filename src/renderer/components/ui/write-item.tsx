// Items of a menu that write: not to be chosen while the workspace is read only, and the menu says why.
import type { ComponentProps } from 'react'
import { useWorkspace } from '../../api/hooks.ts'
import { t } from '../../messages/index.ts'
import { MenuItem, MenuLabel } from './menu.tsx'

const useReadOnly = () => useWorkspace().data?.state === 'read_only'

export function WriteItem({ disabled = false, ...rest }: ComponentProps<typeof MenuItem>) {
  const readOnly = useReadOnly()
  return <MenuItem {...rest} disabled={disabled || readOnly} />
}

/** Before the first of them. */
export function ReadOnlyReason() {
  return useReadOnly() ? <MenuLabel>{t.workspace.readOnly}</MenuLabel> : null
}
