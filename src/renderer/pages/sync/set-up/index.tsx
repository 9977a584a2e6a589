// Connecting a profile to BigQuery: the form, then signing in, the check, and making what is missing, each when its turn comes.
import { ArrowRight, ChevronLeft, KeyRound, Save } from 'lucide-react'
import { Redirect, useLocation } from 'wouter'
import type { SyncStatus } from '../../../../shared/contract/bigquery.ts'
import { runCheck, signIn } from '../../../actions/bigquery.ts'
import { useSetupCheck, useSyncStatus } from '../../../api/bigquery.ts'
import { isRunning } from '../../../api/events.ts'
import { useProfile, useWorkspace } from '../../../api/hooks.ts'
import { useCommands } from '../../../commands/registry.ts'
import { FormPage } from '../../../components/form/form-page.tsx'
import { useAfterPress } from '../../../components/form/use-after-press.ts'
import { Button } from '../../../components/ui/button.tsx'
import { ErrorState } from '../../../components/ui/states.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { focusWhenThere } from '../../../lib/focus.ts'
import { useTitle } from '../../../lib/title.ts'
import { t } from '../../../messages/index.ts'
import { Loading } from '../index.tsx'
import { canMake, isReady } from '../model/checks.ts'
import { SignInState, useSignInJob } from '../parts/sign-in.tsx'
import { bigqueryRoute } from '../routes.ts'
import { CheckStep } from './check.tsx'
import { Fields, Summary } from './form.tsx'
import { MakeStep, useSetUpJob, useWhenCompleted } from './make.tsx'
import { ProfilesStep } from './profiles.tsx'
import { Step } from './step.tsx'
import { type Editor, useForm } from './use-form.ts'

const words = t.bigquerySetUp
const STEPS_ID = 'steps'

function SignInStep({ status, main }: { status: SyncStatus; main: boolean }) {
  const job = useSignInJob()
  const signIns = status.connection?.sign_in
  useWhenCompleted(job, () => void runCheck())
  if (signIns?.kind !== 'browser') return null
  const waits = job !== null && isRunning(job)
  const done = signIns.state === 'ready'
  const said = signIns.account ? words.signedIn(signIns.account) : words.signedInUnknown
  return (
    <Step
      state={waits ? 'running' : done ? 'done' : 'open'}
      title={words.signInTitle}
      hint={words.signInHint}
      said={done && !waits ? said : undefined}
      action={
        !waits && (
          <Button
            size="lg"
            variant={main ? 'primary' : 'secondary'}
            icon={<KeyRound size={16} />}
            onClick={() => void signIn()}
          >
            {done ? words.signInAgain : words.signIn}
          </Button>
        )
      }
    >
      <div className="pl-6 empty:hidden">
        <SignInState />
      </div>
    </Step>
  )
}

function ReadyStep({ status }: { status: SyncStatus }) {
  const [, go] = useLocation()
  return (
    <Step
      state="done"
      title={words.readyTitle}
      hint={words.readyHint(status.unpushed.total)}
      action={
        <Button size="lg" variant="primary" icon={<ArrowRight size={16} />} onClick={() => go(bigqueryRoute)}>
          {words.toPush}
        </Button>
      }
    />
  )
}

type StepsProps = { status: SyncStatus; editor: Editor; user_id: string }

/** Only what was saved can be signed in to and checked; the step whose turn it is has the primary button. */
function Steps({ status, editor, user_id }: StepsProps) {
  const checks = useSetupCheck().data
  const job = useSetUpJob()
  const { connection } = status
  if (!connection || editor.dirty) return null
  const signedIn = connection.sign_in.state === 'ready'
  const ready = checks !== undefined && isReady(checks)
  const makes = signedIn && ((checks !== undefined && canMake(checks)) || (job !== null && isRunning(job)))
  return (
    <div id={STEPS_ID} tabIndex={-1} className="flex scroll-mt-28 flex-col gap-6 outline-none">
      <SignInStep status={status} main={!signedIn} />
      {signedIn && <CheckStep ready main={!ready && !makes} />}
      {makes && <MakeStep main />}
      {ready && <ProfilesStep user_id={user_id} connection={connection} pushed={status.last_push !== null} />}
      {ready && <ReadyStep status={status} />}
    </div>
  )
}

function Page({ status, user_id }: { status: SyncStatus; user_id: string }) {
  const [, go] = useLocation()
  const { connection } = status
  const editor = useForm(user_id, connection)
  const { form, dirty, saving, touch } = editor
  const leave = () => go(bigqueryRoute)
  const title = connection ? words.editTitle : words.title
  useTitle(title)
  const before = connection?.sign_in
  const asksPerson =
    form.way === 'browser' &&
    !(before?.kind === 'browser' && before.state === 'ready' && before.client_id === form.client_id.trim())
  const save = async () => {
    if (!dirty || saving || !(await editor.save())) return
    // What comes next begins by itself, and is where the eyes and the keys are.
    focusWhenThere(() => document.getElementById(STEPS_ID))
    if (asksPerson) void signIn()
    else void runCheck()
  }
  useCommands([
    {
      id: 'bigquery.save',
      title: words.save,
      group: 'bigquery',
      icon: Save,
      shortcut: 'mod+s',
      run: () => void save(),
    },
    {
      id: 'bigquery.back',
      title: words.leaveCommand,
      group: 'go',
      icon: ChevronLeft,
      shortcut: 'esc',
      run: leave,
    },
  ])
  const afterPress = useAfterPress()
  return (
    <FormPage
      label={words.form}
      onEscape={leave}
      onLeft={(name, control) => {
        if (!(control instanceof HTMLButtonElement)) afterPress(() => touch(name))
      }}
    >
      <header className="sticky top-0 z-20 border-b border-line bg-surface">
        <div className="mx-auto flex max-w-[1060px] items-center gap-3 px-8 py-3">
          <h1 className="min-w-0 flex-1 truncate text-title font-semibold">{title}</h1>
          <Tooltip label={words.leaveCommand} shortcut="esc">
            <Button variant="ghost" onClick={leave}>
              {words.leave}
            </Button>
          </Tooltip>
          {dirty && (
            <Tooltip label={words.save} shortcut="mod+s">
              <Button
                variant="primary"
                icon={<Save size={14} />}
                aria-disabled={saving || undefined}
                onClick={() => void save()}
              >
                {saving ? words.saving : asksPerson ? words.saveAndSignIn : words.saveAndCheck}
              </Button>
            </Tooltip>
          )}
        </div>
      </header>
      <div className="@container mx-auto flex max-w-[1060px] flex-col gap-6 px-8 pt-5 pb-24">
        <Summary editor={editor} />
        <div className="flex flex-col gap-6 *:first:border-t-0 *:first:pt-0">
          <Steps status={status} editor={editor} user_id={user_id} />
          <Fields editor={editor} connection={connection} />
        </div>
      </div>
    </FormPage>
  )
}

export default function SetUpPage() {
  const live = useWorkspace().data?.live
  const { data: status, error, refetch } = useSyncStatus()
  const user_id = useProfile().data?.user_id
  if (error && !status)
    return (
      <ErrorState className="flex-1" title={t.bigquery.failed} error={error} onRetry={() => void refetch()} />
    )
  // Where the records are kept is the environment's to say.
  if (live) return <Redirect to={bigqueryRoute} replace />
  return status && user_id !== undefined ? <Page status={status} user_id={user_id} /> : <Loading />
}
