// How long a call waits for a network that isn't there: less for the first of what somebody has just asked for.

/** Milliseconds without any network: as long as a laptop may need after it was opened. */
export const UNREACHABLE_MS = 30_000
/** The same for the first call of an action: told at once, after one more try. */
export const AT_FIRST_MS = 3_000

export type Reach = {
  /** An action begins: whether anybody is there has to be seen. */
  begin(): void
  answered(): void
  /** Milliseconds that a call is tried again while there is no network. */
  patience(): number
}

type Limits = { unreachable_ms?: number | undefined; at_first_ms?: number | undefined }

export function createReach({
  unreachable_ms = UNREACHABLE_MS,
  at_first_ms = unreachable_ms,
}: Limits): Reach {
  let reached = false
  return {
    begin() {
      reached = false
    },
    answered() {
      reached = true
    },
    patience: () => (reached ? unreachable_ms : at_first_ms),
  }
}
