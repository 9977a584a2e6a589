// Word-level difference of two texts: Myers' greedy algorithm ("An O(ND) difference algorithm", 1986) over words.

export type Piece = { kind: 'same' | 'gone' | 'new'; text: string }

/** Beyond this many differing words the middle is shown as replaced; nobody reads such a diff word by word. */
const MAX_EDITS = 1_000

/** Words with the blank that follows them, and punctuation marks of their own. */
export const tokens = (text: string): string[] =>
  text.match(/[\p{L}\p{N}_'’-]+\s*|\s+|[^\p{L}\p{N}_\s]\s*/gu) ?? []

type Step = { kind: Piece['kind']; text: string }

/** The shortest edit script, or null when it is longer than `MAX_EDITS`. */
function shortest(a: readonly string[], b: readonly string[]): Step[] | null {
  const limit = Math.min(a.length + b.length, MAX_EDITS)
  const furthest = new Int32Array(2 * limit + 3)
  const middle = limit + 1
  const trace: Int32Array[] = []
  for (let d = 0; d <= limit; d++) {
    trace.push(furthest.slice(middle - d - 1, middle + d + 2))
    for (let k = -d; k <= d; k += 2) {
      const [left, right] = [furthest[middle + k - 1] ?? 0, furthest[middle + k + 1] ?? 0]
      let x = k === -d || (k !== d && left < right) ? right : left + 1
      let y = x - k
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++
        y++
      }
      furthest[middle + k] = x
      if (x >= a.length && y >= b.length) return walkBack(a, b, trace)
    }
  }
  return null
}

function walkBack(a: readonly string[], b: readonly string[], trace: readonly Int32Array[]): Step[] {
  const steps: Step[] = []
  let [x, y] = [a.length, b.length]
  for (let d = trace.length - 1; d >= 0; d--) {
    const furthest = trace[d]
    const at = (k: number) => furthest?.[k + d + 1] ?? 0
    const k = x - y
    const fromAbove = k === -d || (k !== d && at(k - 1) < at(k + 1))
    const previousX = d === 0 ? 0 : at(fromAbove ? k + 1 : k - 1)
    const previousY = d === 0 ? 0 : previousX - (fromAbove ? k + 1 : k - 1)
    while (x > previousX && y > previousY && x > 0 && y > 0) {
      steps.push({ kind: 'same', text: a[--x] ?? '' })
      y--
    }
    if (d > 0) {
      if (fromAbove) steps.push({ kind: 'new', text: b[--y] ?? '' })
      else steps.push({ kind: 'gone', text: a[--x] ?? '' })
    }
  }
  return steps.reverse()
}

/** Neighbours of one kind become one piece; what went stands before what came. */
function joined(steps: readonly Step[]): Piece[] {
  const pieces: Piece[] = []
  let gone = ''
  let fresh = ''
  const flush = () => {
    if (gone) pieces.push({ kind: 'gone', text: gone })
    if (fresh) pieces.push({ kind: 'new', text: fresh })
    gone = ''
    fresh = ''
  }
  for (const { kind, text } of steps) {
    if (kind === 'gone') gone += text
    else if (kind === 'new') fresh += text
    else {
      flush()
      const last = pieces.at(-1)
      if (last?.kind === 'same') last.text += text
      else pieces.push({ kind, text })
    }
  }
  flush()
  return pieces
}

export function diffWords(before: string, after: string): Piece[] {
  const [a, b] = [tokens(before), tokens(after)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++
  const [midA, midB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const middle = shortest(midA, midB) ?? [
    { kind: 'gone' as const, text: midA.join('') },
    { kind: 'new' as const, text: midB.join('') },
  ]
  const same = (words: readonly string[]): Step[] => words.map(text => ({ kind: 'same', text }))
  return joined([...same(a.slice(0, start)), ...middle, ...same(end > 0 ? a.slice(-end) : [])])
}
