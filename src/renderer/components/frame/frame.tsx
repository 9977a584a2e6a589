// The window of a signed-in profile: rail, top bar, page, and what floats above them.
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import type { Preferences } from '../../../shared/contract/workspace.ts'
import { setPreferences } from '../../api/preferences.ts'
import { useAppCommands } from '../../commands/app-commands.ts'
import { useShortcuts } from '../../commands/keyboard.ts'
import { t } from '../../messages/index.ts'
import AudiencesPage from '../../pages/audiences/index.tsx'
import SettingsPage from '../../pages/settings/index.tsx'
import { WorkspaceBanner } from './banner.tsx'
import { Boundary } from './boundary.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { TopBar } from './top-bar.tsx'

const AudiencePage = lazy(() => import('../../pages/audience/index.tsx'))
const AudienceEditPage = lazy(() => import('../../pages/audience-edit/index.tsx'))

/** Reopens the page of last time, and remembers this one for the next. */
function useLastRoute(preferences: Preferences) {
  const [here, go] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the window opens
  useEffect(() => {
    if (here === '/')
      go(preferences.last_route === '/' ? '/audiences' : preferences.last_route, { replace: true })
  }, [])
  useEffect(() => {
    if (here !== '/' && here !== preferences.last_route) setPreferences({ last_route: here })
  }, [here, preferences.last_route])
}

const Page = ({ children }: { children: ReactNode }) => <Suspense fallback={null}>{children}</Suspense>

export function Frame({ preferences }: { preferences: Preferences }) {
  useAppCommands()
  useShortcuts()
  useLastRoute(preferences)
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
              <Route path="/audiences/:id">
                {({ id }) => (
                  <Page>
                    <AudiencePage key={id} id={id} />
                  </Page>
                )}
              </Route>
              <Route path="/settings">
                <SettingsPage />
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
      <ImportDialog />
    </div>
  )
}
