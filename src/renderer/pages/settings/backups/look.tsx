// Inside a backup: what it holds, how it differs from the workspace, and the three things that can be done with it.
import { RadioGroup } from 'radix-ui'
import { useState } from 'react'
import type { Compared, Difference, OpenedBackup } from '../../../../shared/contract/backups.ts'
import { type AppError, fieldErrors } from '../../../../shared/errors.ts'
import { restoreBackup } from '../../../actions/backups.ts'
import { messageFor } from '../../../components/profile-form.tsx'
import { Button } from '../../../components/ui/button.tsx'
import { Checkbox } from '../../../components/ui/checkbox.tsx'
import { Dialog } from '../../../components/ui/dialog.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { showError } from '../../../components/ui/toast.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { ComparedTable } from './compared-table.tsx'
import { Differences } from './differences.tsx'

const words = t.backups.restore
const HOWS = ['bring_back', 'replace', 'new_folder'] as const
type How = (typeof HOWS)[number]
/** The order of the contract, and not a type of it: what the page loads first needs no schemas. */
const ENTITIES: readonly Compared[] = ['audience', 'platform', 'distribution', 'user']

const sumOf = (opened: OpenedBackup, kind: Difference) =>
  ENTITIES.filter(entity => kind !== 'differs' || entity !== 'distribution').reduce(
    (sum, entity) => sum + opened.counts[entity][kind],
    0,
  )

type ChoiceProps = { value: How; onChange: (how: How) => void }
function Choice({ value, onChange }: ChoiceProps) {
  return (
    <RadioGroup.Root
      value={value}
      aria-label={words.what}
      onValueChange={next => {
        const how = HOWS.find(one => one === next)
        if (how) onChange(how)
      }}
      className="grid grid-cols-3 gap-2"
    >
      {HOWS.map(how => (
        <RadioGroup.Item
          key={how}
          value={how}
          className={cx(
            'rounded-md border px-3 py-2 text-left font-medium transition-colors',
            how === value ? 'border-accent bg-accent-tint' : 'border-line-strong hover:bg-hover',
          )}
        >
          {words.hows[how]}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}

type Props = { opened: OpenedBackup; onClose: () => void; onDone: () => void }

export function Look({ opened, onClose, onDone }: Props) {
  const [shown, setShown] = useState<{ entity: Compared; kind: Difference } | null>(null)
  const [how, setHow] = useState<How>('bring_back')
  const [kinds, setKinds] = useState({ only_backup: true, differs: false })
  const [folder, setFolder] = useState('')
  const [error, setError] = useState<AppError | null>(null)
  const missing = sumOf(opened, 'only_backup')
  const different = sumOf(opened, 'differs')
  const wanted = (['only_backup', 'differs'] as const).filter(kind => kinds[kind])
  const amount = (kinds.only_backup ? missing : 0) + (kinds.differs ? different : 0)
  const ready = how === 'bring_back' ? amount > 0 : how === 'replace' || folder.trim() !== ''

  const go = async () => {
    if (!ready) return
    const plan =
      how === 'bring_back'
        ? { how, kinds: wanted }
        : how === 'new_folder'
          ? { how, folder: folder.trim() }
          : { how }
    const started = await restoreBackup(opened.opened, plan)
    setError(started.ok ? null : started.error)
    if (started.ok) onDone()
    else if (fieldErrors(started.error).length === 0) showError(started.error)
  }
  const { made_at, versions, profiles, app_version } = opened
  return (
    <Dialog
      open
      onClose={onClose}
      width="lg"
      title={words.title(exactDate(made_at))}
      description={words.facts(versions, profiles.length, app_version)}
      footer={
        <>
          <Button onClick={onClose}>{words.close}</Button>
          <Button
            variant={how === 'replace' ? 'danger' : 'primary'}
            aria-disabled={!ready || undefined}
            onClick={() => void go()}
          >
            {words.go[how]}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 py-1">
        {opened.missing.length > 0 && <p className="text-amber">{words.missing(opened.missing.length)}</p>}
        <ComparedTable opened={opened} entities={ENTITIES} shown={shown} onShow={setShown} />
        {shown && <Differences key={`${shown.entity} ${shown.kind}`} opened={opened.opened} {...shown} />}
        <div className="flex flex-col gap-3 border-t border-line pt-4">
          <h3 className="font-semibold">{words.what}</h3>
          <Choice value={how} onChange={setHow} />
          <p className="text-pretty text-ink-2">{words.howHints[how]}</p>
          {how === 'bring_back' && missing + different === 0 && <p>{words.nothing}</p>}
          {how === 'bring_back' && missing > 0 && (
            <Checkbox
              label={words.bringMissing(missing)}
              checked={kinds.only_backup}
              onChange={only_backup => setKinds({ ...kinds, only_backup })}
            />
          )}
          {how === 'bring_back' && different > 0 && (
            <Checkbox
              label={words.bringDifferent(different)}
              checked={kinds.differs}
              onChange={differs => setKinds({ ...kinds, differs })}
            />
          )}
          {how === 'new_folder' && (
            <Field
              label={words.folder}
              required
              hint={words.folderHint}
              error={messageFor(error, 'how.folder') ?? messageFor(error, 'folder')}
            >
              {control => (
                <Input
                  {...control}
                  className="font-mono"
                  value={folder}
                  onChange={event => setFolder(event.target.value)}
                />
              )}
            </Field>
          )}
        </div>
      </div>
    </Dialog>
  )
}
