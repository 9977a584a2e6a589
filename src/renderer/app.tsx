// Decides what the window shows: who is signed in, whether this is the first time, or the frame with its pages.
import { type ReactNode, useEffect } from 'react'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { useFreshData } from './api/events.ts'
import { useCounts, useProfile, useWorkspace } from './api/hooks.ts'
import { usePreferences, writePreferences } from './api/preferences.ts'
import { Boundary } from './components/frame/boundary.tsx'
import { Frame } from './components/frame/frame.tsx'
import { ErrorState } from './components/ui/states.tsx'
import { Toaster } from './components/ui/toast.tsx'
import { TooltipProvider } from './components/ui/tooltip.tsx'
import { showAppearance } from './lib/theme.ts'
import { ChooseProfile } from './pages/first-run/profile.tsx'
import { isWelcomed, Start, welcomed } from './pages/first-run/start.tsx'

function SignedIn() {
  const preferences = usePreferences()
  const theme = preferences.data?.theme
  const density = preferences.data?.density
  useEffect(() => {
    if (theme && density) showAppearance({ theme, density })
  }, [theme, density])
  useEffect(() => {
    const write = () => void writePreferences()
    window.addEventListener('pagehide', write)
    return () => window.removeEventListener('pagehide', write)
  }, [])
  if (preferences.error)
    return (
      <Whole>
        <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />
      </Whole>
    )
  if (!preferences.data) return null
  return isWelcomed(preferences.data) ? <Frame /> : <FirstTime />
}

/** A profile that has audiences already, from a script or in a damaged file, has begun: it goes to them. */
function FirstTime() {
  const { data: counts, isPending, failureCount } = useCounts({})
  const damaged = (useWorkspace().data?.damage.length ?? 0) > 0
  const begun = damaged || (counts !== undefined && counts.total + counts.deleted > 0)
  useEffect(() => {
    if (begun) welcomed()
  }, [begun])
  // A workspace that can't be counted says why on the first page.
  if (begun || (isPending && failureCount === 0)) return null
  return <Start />
}

const Whole = ({ children }: { children: ReactNode }) => (
  <main className="flex h-full items-center justify-center bg-surface">{children}</main>
)

function Door() {
  useFreshData()
  const profile = useProfile()
  if (profile.error)
    return (
      <Whole>
        <ErrorState error={profile.error} onRetry={() => void profile.refetch()} />
      </Whole>
    )
  // Nothing yet is a few milliseconds of the window's own background.
  if (profile.data === undefined) return null
  return profile.data ? <SignedIn key={profile.data.user_id} /> : <ChooseProfile />
}

export function App() {
  return (
    <Router hook={useHashLocation}>
      <TooltipProvider>
        <Boundary>
          <Door />
        </Boundary>
        <Toaster />
      </TooltipProvider>
    </Router>
  )
}
