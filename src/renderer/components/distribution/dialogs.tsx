// The dialogs that decide on a distribution with a comment, and the one that cancels it.
import { type FormEvent, useId, useState } from 'react'
import { approveRun, cancelRun, rejectRun, requestApproval } from '../../actions/distributions.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Textarea } from '../ui/input.tsx'
import { type Asked, asked } from './ask.ts'

const words = t.distributions.dialog
const COMMENT_LENGTH = 1_000

const DECISIONS = {
  approve: { title: words.approveTitle, hint: words.approveHint, run: approveRun },
  reject: { title: words.rejectTitle, hint: words.rejectHint, run: rejectRun },
  request: { title: words.requestTitle, hint: words.requestHint, run: requestApproval },
}

const close = () => asked.set(null)
const nameOf = ({ run }: Asked) => t.distributions.pair(run.audience_name, run.platform_name)

function Decision({ about, kind }: { about: Asked; kind: keyof typeof DECISIONS }) {
  const form = useId()
  const [comment, setComment] = useState('')
  const { title, hint, run } = DECISIONS[kind]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    close()
    void run(about.run, comment.trim())
  }
  return (
    <Dialog
      open
      onClose={close}
      title={title}
      description={
        <>
          <span className="font-medium text-ink">{nameOf(about)}</span>
          <br />
          {hint}
        </>
      }
      footer={
        <>
          <Button size="lg" onClick={close}>
            {t.common.cancel}
          </Button>
          <Button size="lg" type="submit" form={form} variant={kind === 'reject' ? 'danger' : 'primary'}>
            {t.distributions.actions[kind]}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label={words.comment}>
          {control => (
            <Textarea
              {...control}
              rows={2}
              maxLength={COMMENT_LENGTH}
              value={comment}
              onChange={event => setComment(event.target.value)}
              onKeyDown={event => {
                // A line break needs Shift: the plain key decides.
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
                submit(event)
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}

const CANCEL_HINTS: Partial<Record<Asked['run']['status'], string>> = {
  processing: words.stopHint,
  matching: words.matchingHint,
}

function Cancelling({ about }: { about: Asked }) {
  const { run, repeats } = about
  const cancel = (series: boolean) => {
    close()
    void cancelRun(run, series)
  }
  return (
    <Dialog
      open
      onClose={close}
      title={repeats ? words.seriesTitle : words.cancelTitle}
      description={
        <>
          <span className="font-medium text-ink">{nameOf(about)}</span>
          <br />
          {CANCEL_HINTS[run.status]}{' '}
          {repeats ? words.seriesHint : !CANCEL_HINTS[run.status] && words.cancelHint}
        </>
      }
      footer={
        <>
          <Button size="lg" className="mr-auto" onClick={close}>
            {words.keep}
          </Button>
          <Button size="lg" variant={repeats ? 'secondary' : 'danger'} onClick={() => cancel(false)}>
            {repeats ? words.onlyThis : words.cancel}
          </Button>
          {repeats && (
            <Button size="lg" variant="danger" onClick={() => cancel(true)}>
              {words.all}
            </Button>
          )}
        </>
      }
    />
  )
}

/** Once in the frame. */
export function DistributionDialogs() {
  const about = useStore(asked)
  if (!about) return null
  return about.kind === 'cancel' ? (
    <Cancelling about={about} />
  ) : (
    <Decision key={about.kind + about.run.distribution_id} about={about} kind={about.kind} />
  )
}
