// The brackets that are open at a place in a JSON text, also where they don't match.
import { CLOSE_LIST, OPEN_LIST, OPEN_OBJECT } from './bytes.ts'

/** Brackets opened one inside another beyond this can't be followed any more. */
const MOST = 65_536

export type Brackets = ReturnType<typeof createBrackets>

export function createBrackets() {
  const open = new Uint8Array(MOST)
  let depth = 0
  return {
    depth: () => depth,
    /** The innermost open one. */
    innermost: () => open[depth - 1],
    /** Nothing is open but this one; nothing at all without it. */
    reset(byte?: number) {
      depth = 0
      if (byte !== undefined) open[depth++] = byte
    },
    /** False when there are too many to follow. */
    open(byte: number): boolean {
      if (depth >= MOST) return false
      open[depth++] = byte
      return true
    },
    /** `skipped`: others that were never closed had to be closed with it. `stray`: it closes none that is open. */
    close(byte: number): 'matched' | 'skipped' | 'stray' {
      const opener = byte === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT
      if (open[depth - 1] === opener) {
        depth--
        return 'matched'
      }
      const partner = open.subarray(0, depth).lastIndexOf(opener)
      if (partner < 0) return 'stray'
      depth = partner
      return 'skipped'
    },
  }
}
