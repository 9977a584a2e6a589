// Whether the REST API is served on this computer, where, and by which tokens it is reached.

import { BookOpen, CircleCheck, CircleOff, Copy, type LucideIcon, TriangleAlert } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { ApiAccess as Access } from '../../../shared/contract/shell.ts'
import { inSentences } from '../../../shared/errors.ts'
import { useApiAccess } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { Button, IconButton } from '../../components/ui/button.tsx'
import { Checkbox } from '../../components/ui/checkbox.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { copyText } from '../audience/parts/query-block.tsx'
import { AccessTokens } from './access-tokens.tsx'
import { Row, Section } from './parts.tsx'

const words = t.apiAccess
const LOOKS: Record<Access['state'], { icon: LucideIcon; tone: string }> = {
  on: { icon: CircleCheck, tone: 'text-green' },
  off: { icon: CircleOff, tone: 'text-ink-3' },
  failed: { icon: TriangleAlert, tone: 'text-amber' },
}

async function switchApi(on: boolean, port?: number): Promise<boolean> {
  const changed = await client.shell.switchApi({ on, ...(port !== undefined && { port }) })
  if (!changed.ok) {
    showError(changed.error)
    return false
  }
  queryClient.setQueryData(keys.apiAccess, changed.value)
  const { address } = changed.value
  showToast({ title: address === null ? words.switchedOff : words.switchedOn(address) })
  return true
}

async function openDocs(access: Access) {
  // A page opens links itself; the window asks its own shell to.
  if (!access.can_switch) return void window.open('/api/docs', '_blank', 'noopener')
  const opened = await client.shell.openApiDocs({})
  if (!opened.ok) showError(opened.error)
}

const isPort = (text: string) => /^\d{4,5}$/.test(text) && Number(text) >= 1_024 && Number(text) <= 65_535

function Port({ access }: { access: Access }) {
  const [text, setText] = useState(String(access.port ?? ''))
  const [error, setError] = useState<string>()
  const change = async (event: FormEvent) => {
    event.preventDefault()
    if (!isPort(text)) return setError(words.portWrong)
    setError(undefined)
    await switchApi(true, Number(text))
  }
  return (
    <form noValidate onSubmit={event => void change(event)} className="flex items-start gap-2">
      <Field label={words.port} error={error} aside="" className="w-44">
        {control => (
          <Input
            {...control}
            inputMode="numeric"
            value={text}
            onChange={event => setText(event.target.value.trim())}
          />
        )}
      </Field>
      <Button type="submit" size="lg" className="mt-6" disabled={text === String(access.port ?? '')}>
        {words.change}
      </Button>
    </form>
  )
}

function Serving({ access }: { access: Access }) {
  const { icon: Icon, tone } = LOOKS[access.state]
  const { address, problem } = access
  return (
    <div className="flex flex-col gap-1">
      <Row label={words.state}>
        <span role="status" className="flex items-center gap-1.5">
          <Icon size={16} aria-hidden className={`shrink-0 ${tone}`} />
          {words.states[access.state]}
        </span>
        {access.state === 'failed' && <Button onClick={() => void switchApi(true)}>{words.tryAgain}</Button>}
        {access.state === 'on' && (
          <Button className="ml-auto" icon={<BookOpen size={14} />} onClick={() => void openDocs(access)}>
            {words.docs}
          </Button>
        )}
      </Row>
      {problem && (
        <p role="alert" data-selectable className="max-w-[72ch] text-ink-2">
          {inSentences(problem)}
        </p>
      )}
      {address !== null && (
        <Row label={words.address}>
          <span className="font-mono" data-selectable>
            {address}
          </span>
          <IconButton label={words.copyAddress} size="sm" onClick={() => void copyText(address)}>
            <Copy size={14} />
          </IconButton>
        </Row>
      )}
      {!access.can_switch && <p className="text-sm text-ink-3">{words.withPage}</p>}
    </div>
  )
}

export function ApiAccess() {
  const { data: access, error, refetch } = useApiAccess()
  const [busy, setBusy] = useState(false)
  const change = async (on: boolean) => {
    setBusy(true)
    await switchApi(on)
    setBusy(false)
  }
  return (
    <Section id="api">
      {error && <ErrorState error={error} onRetry={() => void refetch()} className="!py-6" />}
      {access?.can_switch && (
        <div>
          <Checkbox
            label={words.serve}
            checked={access.state !== 'off'}
            disabled={busy}
            onChange={on => void change(on)}
          />
          <p className="max-w-[72ch] pt-1 pl-6 text-sm text-pretty text-ink-3">{words.serveHint}</p>
        </div>
      )}
      {access && access.state !== 'off' && <Serving access={access} />}
      {access?.can_switch && access.state !== 'off' && <Port key={access.port} access={access} />}
      <AccessTokens />
    </Section>
  )
}
