// Says when secrets can't be reached or won't be kept, what to do, and looks again. Nothing on the page waits for it.
import { KeyRound, LoaderCircle, RotateCw } from 'lucide-react'
import type { OutputOf } from '../../../shared/contract.ts'
import { useCredentialStore } from '../../api/platforms.ts'
import { Button } from '../../components/ui/button.tsx'
import { t } from '../../messages/index.ts'

const words = t.platforms.store

const isKept = ({ kind, state }: OutputOf<'credentials.state'>) => kind !== 'memory' && state === 'available'

export function StoreBanner() {
  const { data, error, isFetching, refetch } = useCredentialStore()
  // An answer from before is still the best that is known.
  const said = data ?? (error && { message: `${words.unknown}: ${error.message}.`, hint: error.hint })
  if (!said || (data && isKept(data))) return null
  return (
    <div className="flex shrink-0 items-center gap-3 border-b border-line bg-amber-tint px-4 py-2">
      <KeyRound size={16} aria-hidden className="shrink-0 text-amber" />
      <p role="status" className="min-w-0 flex-1 text-pretty text-ink" data-selectable>
        <strong className="font-semibold">{said.message}</strong> {said.hint}
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
