// The time as it goes on, for what is said of how long ago something was.
import { useEffect, useState } from 'react'

/** Milliseconds since 1970, anew every `ms`. */
export function useClock(ms: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), ms)
    return () => clearInterval(timer)
  }, [ms])
  return now
}
