// One credential: typed once, then only said to be set. Its text is in the input and among the form's secrets, nowhere else.
import { CircleCheck, CircleMinus, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { CredentialField } from '../../../../shared/domain/platform.ts'
import type { FieldDefinition } from '../../../../shared/platforms/definition.ts'
import { control, focusControl } from '../../../components/form/controls.ts'
import { Button } from '../../../components/ui/button.tsx'
import type { ControlProps } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { t } from '../../../messages/index.ts'
import { KEPT, type SecretEdit } from '../model/form.ts'
import type { Editor } from '../use-editor.ts'
import { FieldRow } from './field-row.tsx'

const words = t.platformEdit
const LINE = 'flex h-8 items-center gap-2 rounded-md border border-line bg-sunken pr-1 pl-2.5 text-md'

type Props = {
  editor: Editor
  field: FieldDefinition
  kept: CredentialField | undefined
  /** The form was opened to enter this one anew. */
  startOpen: boolean
}

export function SecretField({ editor, field, kept, startOpen }: Props) {
  const { form, change, errors, secrets } = editor
  const { key, label } = field
  const name = `credentials.${key}`
  const [open, setOpen] = useState(startOpen)
  const isSet = kept?.state === 'set'
  const { act } = form.secrets[key] ?? KEPT

  const note = (next: SecretEdit['act']) =>
    change(now => {
      const edit = (now.secrets[key]?.edit ?? 0) + 1
      return { ...now, secrets: { ...now.secrets, [key]: { act: next, edit } } }
    })
  const type = (text: string) => {
    secrets.set(key, text)
    note(text.trim() === '' ? 'keep' : 'set')
  }
  // What is focused next is drawn only after the change.
  const refocus = useRef(false)
  useEffect(() => {
    if (!refocus.current) return
    refocus.current = false
    focusControl(name)
  })
  const settle = (next: SecretEdit['act'], typing: boolean) => {
    secrets.set(key, '')
    note(next)
    setOpen(typing)
    refocus.current = true
  }

  const standing = (described: ControlProps) => (
    <div className={LINE}>
      <CircleCheck size={16} aria-hidden className="shrink-0 text-green" />
      <span className="min-w-0 flex-1 truncate">{words.secretSet(kept?.last4)}</span>
      <Button
        size="sm"
        {...control(name)}
        {...(described['aria-describedby'] && { 'aria-describedby': described['aria-describedby'] })}
        aria-label={words.replaceName(label)}
        onClick={() => settle('keep', true)}
      >
        {words.replace}
      </Button>
      <Button
        size="sm"
        variant="ghost"
        aria-label={words.removeName(label)}
        onClick={() => settle('remove', false)}
      >
        {words.remove}
      </Button>
    </div>
  )
  const removed = (
    <div className={LINE}>
      <CircleMinus size={16} aria-hidden className="shrink-0 text-amber" />
      <span role="status" className="min-w-0 flex-1 truncate text-ink-2">
        {words.willRemove}
      </span>
      <Button
        size="sm"
        icon={<Undo2 size={14} />}
        {...control(name)}
        aria-label={words.undoRemove(label)}
        onClick={() => settle('keep', false)}
      >
        {t.common.undo}
      </Button>
    </div>
  )
  const typing = (described: ControlProps) => (
    <div className="flex flex-col items-start gap-1">
      {/* Not controlled: React would write the text into the attribute too. */}
      <Input
        {...described}
        {...control(name)}
        type={field.kind === 'secret' ? 'password' : 'text'}
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
        aria-label={isSet ? words.newValue(label) : undefined}
        onChange={event => type(event.target.value)}
      />
      {isSet && (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2"
          aria-label={words.keepName(label)}
          onClick={() => settle('keep', false)}
        >
          {words.keepCurrent}
        </Button>
      )}
    </div>
  )
  const resting = isSet && !open && act !== 'set'
  return (
    <FieldRow
      label={label}
      required={field.required}
      help={field.help}
      where={field.where}
      error={errors.shown.get(name)}
      group={act === 'remove' || resting}
    >
      {described => (act === 'remove' ? removed : resting ? standing(described) : typing(described))}
    </FieldRow>
  )
}
