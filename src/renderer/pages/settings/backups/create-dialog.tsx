// Backing up by hand: where to, and whether it is encrypted.
import { useState } from 'react'
import { backUp } from '../../../actions/backups.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Checkbox } from '../../../components/ui/checkbox.tsx'
import { Dialog } from '../../../components/ui/dialog.tsx'
import { SegmentedControl } from '../../../components/ui/segmented.tsx'
import { t } from '../../../messages/index.ts'
import { NewPassphrase, type Problem, problemOf, type Twice } from './passphrase.tsx'

const words = t.backups.create
const EMPTY: Twice = { first: '', again: '' }

type Props = { hasFolder: boolean; onClose: () => void }

function Form({ hasFolder, onClose }: Props) {
  const [to, setTo] = useState<'folder' | 'file'>(hasFolder ? 'folder' : 'file')
  const [encrypt, setEncrypt] = useState(false)
  const [secret, setSecret] = useState<Twice>(EMPTY)
  const [problem, setProblem] = useState<Problem | null>(null)
  const go = async () => {
    const wrong = encrypt ? problemOf(secret) : null
    setProblem(wrong)
    if (wrong) return
    if (await backUp(to, encrypt ? secret.first : null)) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      width="md"
      title={words.title}
      description={words.description}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button variant="primary" onClick={() => void go()}>
            {words.go}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 py-1">
        {hasFolder && (
          <SegmentedControl
            label={words.to}
            value={to}
            onChange={setTo}
            className="self-start"
            options={[
              { value: 'folder', label: words.toFolder },
              { value: 'file', label: words.toFile },
            ]}
          />
        )}
        <Checkbox label={words.encrypt} checked={encrypt} onChange={setEncrypt} />
        {encrypt && (
          <NewPassphrase
            value={secret}
            problem={problem}
            onChange={next => {
              setSecret(next)
              setProblem(null)
            }}
          />
        )}
      </div>
    </Dialog>
  )
}

/** Its fields are forgotten when it closes. */
export const CreateDialog = ({ open, ...rest }: Props & { open: boolean }) =>
  open ? <Form {...rest} /> : null
