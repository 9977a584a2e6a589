// Files may be dropped anywhere on the window; while they are over it, it says what becomes of them.
import { FileDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { dropFiles, importRoute } from '../../actions/import.ts'
import { t } from '../../messages/index.ts'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

export function DropTarget() {
  const [, go] = useLocation()
  const [over, setOver] = useState(false)
  useEffect(() => {
    // Elements are entered and left within the window all the time: only the sum tells whether it is still over it.
    let inside = 0
    const stop = new AbortController()
    const on = (name: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      window.addEventListener(name, event => hasFiles(event) && act(event), { signal: stop.signal })
    on('dragenter', event => {
      event.preventDefault()
      inside++
      setOver(true)
    })
    on('dragover', event => event.preventDefault())
    on('dragleave', () => {
      inside = Math.max(0, inside - 1)
      setOver(inside > 0)
    })
    on('drop', event => {
      event.preventDefault()
      inside = 0
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      void dropFiles(files).then(taken => taken && go(importRoute))
    })
    return () => stop.abort()
  }, [go])
  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 flex items-center justify-center bg-scrim p-6 animate-fade">
      <div className="flex size-full flex-col items-center justify-center gap-2 rounded-xl border-2 border-dashed border-accent bg-raised/90">
        <FileDown size={24} aria-hidden className="text-accent-text" />
        <p className="text-lg font-semibold">{t.imports.drop}</p>
        <p className="text-ink-2">{t.imports.dropHint}</p>
      </div>
    </div>
  )
}
