// What stands in the way of a push, or will with the next: the gravest first, each with its next step.
import { CircleAlert, CloudAlert, CloudOff, GitCompareArrows, Hourglass, KeyRound } from 'lucide-react'
import { useLocation } from 'wouter'
import type { SyncStatus } from '../../../../shared/contract/bigquery.ts'
import { runCheck, signIn } from '../../../actions/bigquery.ts'
import { isRunning } from '../../../api/events.ts'
import { isOffline, mendingOf } from '../../../components/sync/standing.ts'
import { useOnline } from '../../../components/sync/use-standing.ts'
import { Button } from '../../../components/ui/button.tsx'
import { t } from '../../../messages/index.ts'
import { conflictsRoute, setUpRoute } from '../routes.ts'
import { Notice } from './notice.tsx'
import { SignInState, useSignInJob } from './sign-in.tsx'

const words = t.bigquery.notice

/** The next step of a lasting problem: signing in where a browser is the way to, the check or the set-up otherwise. */
function Mend({ status, code }: { status: SyncStatus; code: string }) {
  const [, go] = useLocation()
  const mending = mendingOf(code)
  if (mending === 'sign_in' && status.connection?.sign_in.kind === 'browser')
    return <Button onClick={() => void signIn()}>{words.signInAgain}</Button>
  const check = () => {
    go(setUpRoute)
    void runCheck()
  }
  if (mending === 'check') return <Button onClick={check}>{words.check}</Button>
  return <Button onClick={() => go(setUpRoute)}>{words.setUp}</Button>
}

export function Notices({ status }: { status: SyncStatus }) {
  const [, go] = useLocation()
  const online = useOnline()
  const signInJob = useSignInJob()
  const { connection, problem, conflicts, waiting_batch, unpushed, job_id, resent } = status
  const signedOut = connection?.sign_in.state === 'needed'
  const waits = signInJob !== null && isRunning(signInJob)
  return (
    <div className="flex flex-col gap-2 pb-6 empty:hidden">
      <SignInState />
      {signedOut && !waits && (
        <Notice
          tone="amber"
          icon={KeyRound}
          title={words.signInTitle}
          actions={<Button onClick={() => void signIn()}>{t.bigquerySetUp.signIn}</Button>}
        >
          {words.signIn}
        </Notice>
      )}
      {problem && !signedOut && !waits && (
        <Notice
          tone="red"
          icon={CircleAlert}
          title={problem.message.replace(/\.$/, '')}
          actions={<Mend status={status} code={problem.code} />}
        >
          {problem.hint}
        </Notice>
      )}
      {isOffline(status, online) && job_id === null && (
        <Notice tone="grey" icon={CloudOff} title={words.offlineTitle}>
          {words.offline(unpushed.total)}
        </Notice>
      )}
      {waiting_batch && job_id === null && (
        <Notice tone="grey" icon={Hourglass} title={words.cutShortTitle}>
          {words.cutShort}
        </Notice>
      )}
      {resent > 0 && (
        <Notice tone="amber" icon={CloudAlert} title={words.resentTitle(resent)}>
          {words.resent(resent)}
        </Notice>
      )}
      {conflicts > 0 && (
        <Notice
          tone="amber"
          icon={GitCompareArrows}
          title={words.decideTitle(conflicts)}
          actions={<Button onClick={() => go(conflictsRoute)}>{words.decideAction}</Button>}
        >
          {conflicts === 1 ? words.decide : words.decideMany}
        </Notice>
      )}
    </div>
  )
}
