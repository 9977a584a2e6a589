// The key file of a service account: chosen or pasted once, then only said whose it is. Its text is in the input, nowhere else.
import { CircleCheck, FileKey2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Connection } from '../../../../shared/contract/bigquery.ts'
import { control, focusControl } from '../../../components/form/controls.ts'
import { Button } from '../../../components/ui/button.tsx'
import type { ControlProps } from '../../../components/ui/field.tsx'
import { Textarea } from '../../../components/ui/input.tsx'
import { t } from '../../../messages/index.ts'
import { FieldRow } from '../../platform-edit/parts/field-row.tsx'
import { keyOwner, MOST_BYTES } from '../model/key-file.ts'
import type { Editor } from './use-form.ts'

const words = t.bigquerySetUp
const NAME = 'sign_in.key'
const LINE = 'flex h-8 items-center gap-2 rounded-md border border-line bg-sunken pr-1 pl-2.5 text-md'

function Resting({ account, onReplace }: { account: string | null; onReplace: () => void }) {
  return (
    <div className={LINE}>
      <CircleCheck size={16} aria-hidden className="shrink-0 text-green" />
      <span className="min-w-0 flex-1 truncate" title={account ?? undefined}>
        {account ? words.keySetOf(account) : words.keySet}
      </span>
      <Button size="sm" {...control(NAME)} onClick={onReplace}>
        {words.replaceKey}
      </Button>
    </div>
  )
}

type Props = { editor: Editor; connection: Connection | null }

export function KeyField({ editor, connection }: Props) {
  const { form, change, type, untype, secrets, errors, touch } = editor
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [replacing, setReplacing] = useState(false)
  const isKept = connection?.sign_in.kind === 'service_account'
  const typed = form.typed.key > 0
  // Saved: the text is gone from here.
  useEffect(() => {
    if (form.typed.key === 0) setReplacing(false)
  }, [form.typed.key])
  const owner = typed ? keyOwner(secrets.get('key')) : null

  const take = (text: string) => {
    type('key', text)
    const project = keyOwner(text)?.project
    if (project && form.project.trim() === '') change({ project })
  }
  const choose = async (file: File | undefined) => {
    if (!file) return
    // One that is too large is no key, and isn't read further than it takes to say so.
    const text = await file.slice(0, MOST_BYTES + 1).text()
    if (area.current) area.current.value = text
    take(text)
    touch(NAME)
  }
  const entering = (described: ControlProps) => (
    <div className="flex flex-col items-start gap-2">
      {/* Not controlled, and no attribute holds the text. */}
      <Textarea
        {...described}
        {...control(NAME)}
        ref={area}
        rows={4}
        spellCheck={false}
        autoComplete="off"
        placeholder={words.keyPlaceholder}
        className="max-h-40 font-mono !text-sm [-webkit-text-security:disc] placeholder:[-webkit-text-security:none]"
        onChange={event => take(event.target.value)}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={<FileKey2 size={14} />} onClick={() => picker.current?.click()}>
          {words.chooseKey}
        </Button>
        {isKept && (
          <Button
            variant="ghost"
            onClick={() => {
              untype('key')
              setReplacing(false)
              focusControl(NAME)
            }}
          >
            {words.keepKey}
          </Button>
        )}
        {owner && (
          <span role="status" className="flex min-w-0 items-center gap-1.5 text-sm text-ink-2">
            <CircleCheck size={14} aria-hidden className="shrink-0 text-green" />
            <span className="truncate">{words.keyOf(owner.account)}</span>
          </span>
        )}
        <input
          ref={picker}
          type="file"
          accept="application/json,.json"
          tabIndex={-1}
          aria-label={words.chooseKey}
          className="sr-only"
          onChange={event => {
            void choose(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
    </div>
  )
  const resting = isKept && !replacing && !typed
  return (
    <FieldRow
      label={words.key}
      required
      group={resting}
      help={words.keyHelp}
      where={words.keyWhere}
      error={errors.get(NAME)}
    >
      {described =>
        resting ? (
          <Resting
            account={connection.sign_in.account}
            onReplace={() => {
              setReplacing(true)
              focusControl(NAME)
            }}
          />
        ) : (
          entering(described)
        )
      }
    </FieldRow>
  )
}
