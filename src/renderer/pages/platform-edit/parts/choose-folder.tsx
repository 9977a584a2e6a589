// The system's own dialog for a folder, where the app has a window of its own; a browser page has none.
import { FolderOpen } from 'lucide-react'
import { client } from '../../../api/client.ts'
import { useShell } from '../../../api/hooks.ts'
import { Button } from '../../../components/ui/button.tsx'
import { showError } from '../../../components/ui/toast.tsx'
import { t } from '../../../messages/index.ts'

export function ChooseFolder({ onChoose }: { onChoose: (folder: string) => void }) {
  const { data: shell } = useShell()
  if (shell?.kind !== 'desktop') return null
  const choose = async () => {
    const chosen = await client.shell.chooseDropFolder({})
    if (!chosen.ok) showError(chosen.error)
    else if (chosen.value) onChoose(chosen.value.folder)
  }
  return (
    <Button size="lg" icon={<FolderOpen size={16} />} onClick={() => void choose()}>
      {t.platformEdit.chooseFolder}
    </Button>
  )
}
