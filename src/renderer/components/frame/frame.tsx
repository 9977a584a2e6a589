// The window of a signed-in profile: rail, top bar, page, and what floats above them.
import { lazy, memo, type ReactNode, Suspense, useEffect, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import type { Preferences } from '../../../shared/contract/workspace.ts'
import { keys } from '../../api/keys.ts'
import { setPreferences } from '../../api/preferences.ts'
import { queryClient } from '../../api/query-client.ts'
import { useAppCommands } from '../../commands/app-commands.ts'
import { useShortcuts } from '../../commands/keyboard.ts'
import { t } from '../../messages/index.ts'
import AudiencesPage from '../../pages/audiences/index.tsx'
import { loadView } from '../../pages/audiences/view-store.ts'
import { useDistributionNotices } from '../../pages/distributions/notices.ts'
import { loadView as loadDistributions } from '../../pages/distributions/view-store.ts'
import SettingsPage from '../../pages/settings/index.tsx'
import { loadQuery } from '../../pages/sql/query-store.ts'
import { DistributionDialogs } from '../distribution/dialogs.tsx'
import { ExportDialog } from '../export/dialog.tsx'
import { WorkspaceBanner } from './banner.tsx'
import { Boundary } from './boundary.tsx'
import { DropTarget } from './drop-target.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { TopBar } from './top-bar.tsx'

const loadPages = () => import('../../pages/later.ts')
type Pages = Awaited<ReturnType<typeof loadPages>>
const later = <N extends keyof Pages>(name: N) =>
  lazy(async (): Promise<{ default: Pages[N] }> => ({ default: (await loadPages())[name] }))
const AudiencePage = later('AudiencePage')
const AudienceEditPage = later('AudienceEditPage')
const PlatformsPage = later('PlatformsPage')
const PlatformPage = later('PlatformPage')
const PlatformEditPage = later('PlatformEditPage')
const DistributionsPage = later('DistributionsPage')
const InsightsPage = later('InsightsPage')
const DistributionPage = later('DistributionPage')
const DistributionNewPage = later('DistributionNewPage')
const DistributionEditPage = later('DistributionEditPage')
const ImportPage = later('ImportPage')
const MigratePage = later('MigratePage')
const SyncPage = later('SyncPage')
const SyncSetUpPage = later('SyncSetUpPage')
const SyncConflictsPage = later('SyncConflictsPage')
const SqlPage = later('SqlPage')

/** The pages that the first one leads to are fetched while nothing else is to be done, so that opening one never waits. */
function usePagesAhead() {
  useEffect(() => {
    // A failure is told when the page is opened, which tries again.
    const load = () => void loadPages().catch(() => undefined)
    const ahead = requestIdleCallback(load, { timeout: 2_000 })
    return () => cancelIdleCallback(ahead)
  }, [])
}

/** Reopens the page of last time, and remembers this one for the next. */
function useLastRoute(lastRoute: string) {
  const [here, go] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the window opens
  useEffect(() => {
    if (here === '/') go(lastRoute === '/' ? '/audiences' : lastRoute, { replace: true })
  }, [])
  useEffect(() => {
    if (here !== '/') setPreferences({ last_route: here })
  }, [here])
}

/** What was kept, taken up once: afterwards the window itself knows where it is. */
function useKept(): string {
  const [lastRoute] = useState(() => {
    const preferences = queryClient.getQueryData<Preferences>(keys.preferences)
    if (preferences) {
      loadView(preferences)
      loadDistributions(preferences)
      loadQuery(preferences)
    }
    return preferences?.last_route ?? '/'
  })
  return lastRoute
}

const Page = ({ children }: { children: ReactNode }) => <Suspense fallback={null}>{children}</Suspense>

/** Not drawn anew when a preference changes, as it does with every move in the list. */
export const Frame = memo(() => {
  useAppCommands()
  useShortcuts()
  usePagesAhead()
  useLastRoute(useKept())
  useDistributionNotices()
  const [here] = useLocation()
  return (
    <div className="flex h-full">
      <button
        type="button"
        onClick={() => document.getElementById('main')?.focus()}
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-1"
      >
        {t.frame.skip}
      </button>
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col border-l border-line bg-surface">
        <TopBar />
        <WorkspaceBanner />
        <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <Boundary resetKey={here}>
            <Switch>
              <Route path="/audiences">
                <AudiencesPage />
              </Route>
              <Route path="/audiences/new">
                <Page>
                  <AudienceEditPage />
                </Page>
              </Route>
              <Route path="/audiences/:id/edit">
                {({ id }) => (
                  <Page>
                    <AudienceEditPage key={id} id={id} />
                  </Page>
                )}
              </Route>
              <Route path="/audiences/:id/:view?">
                {({ id }) => (
                  <Page>
                    <AudiencePage key={id} id={id} />
                  </Page>
                )}
              </Route>
              <Route path="/migrate">
                <Page>
                  <MigratePage />
                </Page>
              </Route>
              <Route path="/platforms">
                <Page>
                  <PlatformsPage />
                </Page>
              </Route>
              <Route path="/platforms/new/:type?">
                {({ type }) => (
                  <Page>
                    <PlatformEditPage {...(type && { type })} />
                  </Page>
                )}
              </Route>
              <Route path="/platforms/:id/edit">
                {({ id }) => (
                  <Page>
                    <PlatformEditPage id={id} />
                  </Page>
                )}
              </Route>
              <Route path="/platforms/:id/:view?">
                {({ id }) => (
                  <Page>
                    <PlatformPage key={id} id={id} />
                  </Page>
                )}
              </Route>
              <Route path="/distributions">
                <Page>
                  <DistributionsPage />
                </Page>
              </Route>
              <Route path="/distributions/new">
                <Page>
                  <DistributionNewPage />
                </Page>
              </Route>
              <Route path="/distributions/insights">
                <Page>
                  <InsightsPage />
                </Page>
              </Route>
              <Route path="/distributions/:id/edit">
                {({ id }) => (
                  <Page>
                    <DistributionEditPage key={id} id={id} />
                  </Page>
                )}
              </Route>
              <Route path="/distributions/:id/:view?">
                {({ id }) => (
                  <Page>
                    <DistributionPage key={id} id={id} />
                  </Page>
                )}
              </Route>
              <Route path="/bigquery">
                <Page>
                  <SyncPage />
                </Page>
              </Route>
              <Route path="/bigquery/set-up">
                <Page>
                  <SyncSetUpPage />
                </Page>
              </Route>
              <Route path="/bigquery/conflicts">
                <Page>
                  <SyncConflictsPage />
                </Page>
              </Route>
              <Route path="/sql">
                <Page>
                  <SqlPage />
                </Page>
              </Route>
              <Route path="/import">
                <Page>
                  <ImportPage />
                </Page>
              </Route>
              <Route path="/settings/:section?">
                {({ section }) => <SettingsPage {...(section && { section })} />}
              </Route>
              <Route path="/">{null}</Route>
              <Route>
                <Redirect to="/audiences" replace />
              </Route>
            </Switch>
          </Boundary>
        </main>
      </div>
      <Palette />
      <ShortcutsSheet />
      <ExportDialog />
      <DropTarget />
      <DistributionDialogs />
    </div>
  )
})
