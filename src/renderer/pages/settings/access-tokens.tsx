// The profile's access tokens: what each may, when it was used, and taking it back for good.
import { Eye, KeyRound, PenLine, Plus } from 'lucide-react'
import { useState } from 'react'
import type { AccessToken } from '../../../shared/contract/tokens.ts'
import { useTokens } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { invalidate } from '../../api/query-client.ts'
import { Button } from '../../components/ui/button.tsx'
import { ConfirmDialog } from '../../components/ui/dialog.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { exactDate, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { NewToken } from './new-token.tsx'

const words = t.apiAccess

async function revoke({ token_id, name }: AccessToken) {
  const gone = await client.tokens.revoke({ token_id })
  invalidate({ queryKey: keys.tokens })
  if (gone.ok) showToast({ title: words.revoked(name) })
  else showError(gone.error)
}

/** A time as it is told: in words, and to the minute for whoever points at it. */
const When = ({ iso, said }: { iso: string; said: (when: string) => string }) => (
  <span title={exactDate(iso)}>{said(relativeDate(iso))}</span>
)

function Expiry({ expires_at }: AccessToken) {
  if (expires_at === null) return null
  return (
    <>
      {' · '}
      {Date.parse(expires_at) <= Date.now() ? (
        <span title={exactDate(expires_at)} className="text-amber">
          {words.expired}
        </span>
      ) : (
        <When iso={expires_at} said={words.expires} />
      )}
    </>
  )
}

function TokenRow({ token, onRevoke }: { token: AccessToken; onRevoke: () => void }) {
  const Icon = token.scope === 'read_only' ? Eye : PenLine
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <KeyRound size={16} aria-hidden className="shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1" data-selectable>
        <p className="flex items-baseline gap-2">
          <span className="truncate font-medium">{token.name}</span>
          <span className="shrink-0 text-sm text-ink-3">
            {words.endsIn} <span className="font-mono">{token.last4}</span>
          </span>
        </p>
        <p className="flex flex-wrap items-center gap-x-1 text-sm text-ink-3">
          <Icon size={12} aria-hidden />
          <span>
            {words.scopes[token.scope]} · <When iso={token.created_at} said={words.created} /> ·{' '}
            {token.last_used_at === null ? words.unused : <When iso={token.last_used_at} said={words.used} />}
            <Expiry {...token} />
          </span>
        </p>
      </div>
      <Button aria-label={words.revokeNamed(token.name)} onClick={onRevoke}>
        {words.revoke}
      </Button>
    </li>
  )
}

export function AccessTokens() {
  const { data: tokens, error, refetch } = useTokens()
  const [making, setMaking] = useState(false)
  const [leaving, setLeaving] = useState<AccessToken | null>(null)
  return (
    <div className="flex flex-col gap-2 pt-2">
      <div className="flex items-end gap-4">
        <div className="min-w-0 flex-1">
          <h3 className="font-semibold">{words.tokens}</h3>
          <p className="max-w-[60ch] text-sm text-pretty text-ink-3">{words.tokensHint}</p>
        </div>
        <Button icon={<Plus size={14} />} onClick={() => setMaking(true)}>
          {words.create}
        </Button>
      </div>
      {error && <ErrorState error={error} onRetry={() => void refetch()} className="!py-6" />}
      {tokens?.length === 0 && (
        <p className="rounded-md border border-dashed border-line-strong px-3 py-4 text-center text-ink-3">
          {words.none}
        </p>
      )}
      {tokens && tokens.length > 0 && (
        <ul
          aria-label={words.count(tokens.length)}
          className="divide-y divide-line rounded-md border border-line"
        >
          {tokens.map(token => (
            <TokenRow key={token.token_id} token={token} onRevoke={() => setLeaving(token)} />
          ))}
        </ul>
      )}
      <NewToken open={making} onClose={() => setMaking(false)} />
      <ConfirmDialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && void revoke(leaving)}
        title={words.revokeTitle(leaving?.name ?? '')}
        description={words.revokeText}
        action={words.revoke}
        danger
      />
    </div>
  )
}
