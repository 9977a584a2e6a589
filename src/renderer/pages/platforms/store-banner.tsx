// Says when secrets can't be reached or won't be kept, what to do, and looks again. Nothing on the page waits for it.
import { KeyRound, LoaderCircle, RotateCw } from 'lucide-react'
import type { OutputOf } from '../../../shared/contract.ts'
import { useCredentialStore } from '../../api/platforms.ts'
import { Button } from '../../components/ui/button.tsx'
import { t } from '../../messages/index.ts'

const words = t.platforms.store

type Said = { title: string; message: string; hint: string | null | undefined }

/** null when secrets are kept and can be reached. */
function saidOf(store: OutputOf<'credentials.state'>): Said | null {
  const { kind, state, message, hint } = store
  if (state !== 'available') return { title: words[state], message, hint }
  return kind === 'memory' ? { title: words.memory, message, hint } : null
}

export function StoreBanner() {
  const { data, error, isFetching, refetch } = useCredentialStore()
  const said = error
    ? { title: words.unknown, message: error.message, hint: error.hint }
    : data
      ? saidOf(data)
      : null
  if (!said) return null
  return (
    <div className="flex shrink-0 items-center gap-3 border-b border-line bg-amber-tint px-4 py-2">
      <KeyRound size={16} aria-hidden className="shrink-0 text-amber" />
      <p role="status" className="min-w-0 flex-1 text-pretty text-ink" data-selectable>
        <strong className="font-semibold">{said.title}.</strong> {said.message} {said.hint}
      </p>
      <Button
        size="sm"
        aria-disabled={isFetching || undefined}
        icon={
          isFetching ? (
            <LoaderCircle size={14} className="animate-spin" />
          ) : (
            <RotateCw size={14} aria-hidden />
          )
        }
        onClick={() => {
          if (!isFetching) void refetch()
        }}
      >
        {isFetching ? words.checking : words.checkAgain}
      </Button>
    </div>
  )
}
