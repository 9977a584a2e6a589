// Instants as records carry them: UTC, millisecond, ISO 8601.

export const nowText = () => new Date().toISOString()

/** Now, but never before the instant given: a clock that was set back must not make an edit older than what it edits. */
export function later(than: string): string {
  const now = nowText()
  return now > than ? now : than
}
