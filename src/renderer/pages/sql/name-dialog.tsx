// Asks for the name of a query that is to be kept, or of one that is renamed.
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { naming, saveAs } from './saved.ts'

const words = t.sql
const FORM = 'sql-name'

function Form({ asked }: { asked: NonNullable<ReturnType<typeof naming.get>> }) {
  const [name, setName] = useState(asked.query?.name ?? '')
  const [error, setError] = useState<string>()
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() === '') return setError(words.nameMissing)
    const saved = await saveAs(name.trim(), asked)
    if (saved.ok) naming.set(null)
    else setError(saved.error.message)
  }
  return (
    <form id={FORM} onSubmit={event => void submit(event)} className="pb-1">
      <Field label={words.name} error={error} required>
        {control => (
          <Input
            {...control}
            value={name}
            maxLength={200}
            onFocus={event => event.target.select()}
            onChange={event => {
              setName(event.target.value)
              setError(undefined)
            }}
          />
        )}
      </Field>
    </form>
  )
}

export function NameDialog() {
  const asked = useStore(naming)
  const close = () => naming.set(null)
  return (
    <Dialog
      open={asked !== null}
      onClose={close}
      title={asked?.query ? words.renameTitle : words.saveTitle}
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button variant="primary" type="submit" form={FORM}>
            {t.common.save}
          </Button>
        </>
      }
    >
      {asked && <Form asked={asked} />}
    </Dialog>
  )
}
