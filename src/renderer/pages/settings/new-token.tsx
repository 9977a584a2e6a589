// Makes an access token, and shows it the one time that it can be seen.
import { Copy } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { TokenScope } from '../../../shared/contract/tokens.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import { type AppError, fieldErrors } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { invalidate } from '../../api/query-client.ts'
import { messageFor } from '../../components/profile-form.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { SegmentedControl } from '../../components/ui/segmented.tsx'
import { Select } from '../../components/ui/select.tsx'
import { showError } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { copyText } from '../audience/parts/query-block.tsx'

const words = t.apiAccess
const DAY_MS = 86_400_000
const EXPIRIES = ['never', '30', '90', '365'] as const
type Expiry = (typeof EXPIRIES)[number]
const FORM = 'new-access-token'

const expiresAt = (expiry: Expiry) =>
  expiry === 'never' ? null : new Date(Date.now() + Number(expiry) * DAY_MS).toISOString()

type Made = OutputOf<'tokens.create'>

function Fields({ onMade }: { onMade: (made: Made) => void }) {
  const [scope, setScope] = useState<TokenScope>('read_only')
  const [expiry, setExpiry] = useState<Expiry>('90')
  const [error, setError] = useState<AppError | null>(null)
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '')
    const made = await client.tokens.create({ name, scope, expires_at: expiresAt(expiry) })
    setError(made.ok ? null : made.error)
    if (made.ok) {
      invalidate({ queryKey: keys.tokens })
      onMade(made.value)
    } else if (fieldErrors(made.error).length === 0) showError(made.error)
  }
  return (
    <form id={FORM} noValidate onSubmit={event => void make(event)} className="flex flex-col gap-4 py-1">
      <Field label={words.name} hint={words.nameHint} required error={messageFor(error, 'name')}>
        {control => <Input {...control} name="name" maxLength={100} />}
      </Field>
      <div className="flex flex-col gap-1">
        <span className="font-medium">{words.scope}</span>
        <SegmentedControl
          label={words.scope}
          value={scope}
          onChange={setScope}
          className="self-start"
          options={(['read_only', 'read_write'] as const).map(value => ({
            value,
            label: words.scopes[value],
          }))}
        />
        <p className="text-sm text-ink-3">{words.scopeHints[scope]}</p>
      </div>
      <Field label={words.expiry} aside="" className="w-44" error={messageFor(error, 'expires_at')}>
        {control => (
          <Select
            {...control}
            value={expiry}
            onChange={setExpiry}
            options={EXPIRIES.map(value => ({ value, label: words.expiries[value] }))}
          />
        )}
      </Field>
    </form>
  )
}

const Shown = ({ made }: { made: Made }) => (
  <div className="flex items-end gap-2 py-1">
    <Field label={words.token} aside="" className="min-w-0 flex-1">
      {control => (
        <Input
          {...control}
          readOnly
          autoFocus
          value={made.token}
          onFocus={event => event.currentTarget.select()}
          className="font-mono"
        />
      )}
    </Field>
    <Button size="lg" icon={<Copy size={14} />} onClick={() => void copyText(made.token)}>
      {words.copy}
    </Button>
  </div>
)

export function NewToken({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null)
  const close = () => {
    // Out of the page's memory as soon as it isn't shown.
    setMade(null)
    onClose()
  }
  if (made)
    return (
      <Dialog
        open={open}
        onClose={close}
        width="lg"
        title={words.made(made.name)}
        description={words.madeHint}
        footer={
          <Button variant="primary" onClick={close}>
            {words.done}
          </Button>
        }
      >
        <Shown made={made} />
      </Dialog>
    )
  return (
    <Dialog
      open={open}
      onClose={close}
      title={words.newTitle}
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button variant="primary" type="submit" form={FORM}>
            {words.make}
          </Button>
        </>
      }
    >
      <Fields onMade={setMade} />
    </Dialog>
  )
}
