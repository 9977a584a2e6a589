// A new passphrase, entered twice: what is mistyped couldn't be opened again.
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { t } from '../../../messages/index.ts'

const words = t.backups.create
const SHORTEST = 8

export type Twice = { first: string; again: string }
export type Problem = { field: keyof Twice; message: string }

export function problemOf({ first, again }: Twice): Problem | null {
  if (first.length < SHORTEST) return { field: 'first', message: words.short }
  return first === again ? null : { field: 'again', message: words.differ }
}

type Props = { value: Twice; problem: Problem | null; onChange: (value: Twice) => void }

export function NewPassphrase({ value, problem, onChange }: Props) {
  const error = (field: keyof Twice) => (problem?.field === field ? problem.message : undefined)
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field label={words.passphrase} required hint={words.passphraseHint} error={error('first')}>
        {control => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            value={value.first}
            onChange={event => onChange({ ...value, first: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.again} required error={error('again')}>
        {control => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            value={value.again}
            onChange={event => onChange({ ...value, again: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
