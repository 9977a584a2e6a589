// Where a snapshot for BI tools is written, whether once a day, and when it last was.
import { CircleAlert, FolderOpen, LoaderCircle, Share } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { PublishState } from '../../../shared/contract/publish.ts'
import type { InputOf } from '../../../shared/contract.ts'
import { fieldErrors, inSentences } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { isRunning, noteJob } from '../../api/events.ts'
import { useJobs, usePublish, useShell } from '../../api/hooks.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { Button } from '../../components/ui/button.tsx'
import { Checkbox } from '../../components/ui/checkbox.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { showError } from '../../components/ui/toast.tsx'
import { exactDate, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { Row, Section } from './parts.tsx'

const words = t.publish

/** What is wrong with the folder; undefined when it was taken. Other refusals are told. */
async function setUp(change: InputOf<'publish.setUp'>): Promise<string | undefined> {
  const changed = await client.publish.setUp(change)
  if (changed.ok) {
    queryClient.setQueryData<PublishState>(keys.publish, changed.value)
    return undefined
  }
  const field = fieldErrors(changed.error).find(({ path }) => path === 'folder')
  if (field) return words.wrongFolder(field.message)
  showError(changed.error)
  return undefined
}

async function publishNow(): Promise<void> {
  const started = await client.publish.start({})
  if (started.ok) noteJob(started.value)
  else showError(started.error)
}

/** A browser page has no dialog for folders: the path is typed. */
function TypedFolder({ folder }: { folder: string | null }) {
  const [path, setPath] = useState(folder ?? '')
  const [error, setError] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setError(await setUp({ folder: path.trim() === '' ? null : path.trim() }))
  }
  return (
    <form onSubmit={event => void save(event)} className="flex items-start gap-2">
      <Field
        label={words.folder}
        hint={words.folderHint}
        error={error}
        className="min-w-0 flex-1"
        aside={null}
      >
        {control => (
          <Input
            {...control}
            value={path}
            onChange={event => setPath(event.target.value)}
            spellCheck={false}
          />
        )}
      </Field>
      <Button type="submit" size="lg" className="mt-6" disabled={path.trim() === (folder ?? '')}>
        {words.save}
      </Button>
    </form>
  )
}

function ChosenFolder({ folder }: { folder: string | null }) {
  const choose = async () => {
    const chosen = await client.shell.chooseDropFolder({})
    if (!chosen.ok) return showError(chosen.error)
    const problem = chosen.value && (await setUp({ folder: chosen.value.folder }))
    if (problem) showError({ code: 'validation_failed', message: problem })
  }
  return (
    <Row label={words.folder}>
      <span className="min-w-0 truncate font-mono text-sm" title={folder ?? undefined} data-selectable>
        {folder ?? <span className="font-sans text-ink-3">{words.none}</span>}
      </span>
      <Button icon={<FolderOpen size={16} />} onClick={() => void choose()}>
        {words.choose}
      </Button>
    </Row>
  )
}

function Last({ last, failed }: PublishState) {
  return (
    <>
      <Row label={words.last}>
        {last ? (
          <span className="min-w-0" data-selectable>
            <time dateTime={last.at} title={exactDate(last.at)}>
              {relativeDate(last.at)}
            </time>
            <span className="text-ink-3">
              {' · '}
              {last.tables.map(({ name, rows }) => words.rows(name, rows)).join(' · ')}
            </span>
          </span>
        ) : (
          <span className="text-ink-3">{words.never}</span>
        )}
      </Row>
      {failed && (
        <p className="flex items-start gap-2" data-selectable>
          <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-red" />
          <span>
            {words.failed(relativeDate(failed.at))}: {inSentences(failed.error)}
          </span>
        </p>
      )}
    </>
  )
}

export function Publish() {
  const { data, error, refetch } = usePublish()
  const desktop = useShell().data?.kind === 'desktop'
  const busy = (useJobs().data ?? []).some(job => job.kind === 'publish' && isRunning(job))
  return (
    <Section id="publish">
      <p className="max-w-[68ch] text-pretty text-ink-2">{words.intro}</p>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} className="!py-6" />}
      {data && (
        <>
          {desktop ? <ChosenFolder folder={data.folder} /> : <TypedFolder folder={data.folder} />}
          <Last {...data} />
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button
              disabled={data.folder === null || busy}
              icon={busy ? <LoaderCircle size={16} className="animate-spin" /> : <Share size={16} />}
              onClick={() => void publishNow()}
            >
              {words.now}
            </Button>
            <Checkbox
              checked={data.daily}
              disabled={data.folder === null}
              onChange={daily => void setUp({ daily })}
              label={words.dailyLabel}
            />
          </div>
        </>
      )}
    </Section>
  )
}
