// Which variables answer a query: by the words they share, so that the picked codes fit what the analyst asked for.
import { COMMON_VARIABLES } from './common.ts'
import type { Theme, VariableSeed } from './theme.ts'

const FILLER = new Set(
  'a an and are as at be but by for from has have in is it its last month months not of on or our over that the their they to too under up us want we who whose with within year years days day look looks like likes into than them who one two three more most only also live lives people households older buy shop'.split(
    ' ',
  ),
)

/** Crude stems are enough to let `families` meet `family` and `cruising` meet `cruise`. */
function stems(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z]{2,}/g) ?? []
  return new Set(
    words
      .filter(word => !FILLER.has(word))
      .map(word => word.replace(/(ies|ing|ers|er|es|ed|y|s|e)$/, '').slice(0, 7)),
  )
}

/** How many stems two texts share. */
export function sharedStems(text: string, other: string): number {
  const wanted = stems(text)
  let shared = 0
  for (const stem of stems(other)) if (wanted.has(stem)) shared++
  return shared
}

export type RankedVariable = { seed: VariableSeed; fit: number }

/** Every variable of the theme and the shared ones, best fit first; `fit` is 0 to 1. */
export function rankVariables(theme: Theme, text: string): RankedVariable[] {
  const wanted = stems(text)
  const fitOf = (seed: VariableSeed, base: number) => {
    let shared = 0
    for (const stem of stems(`${seed[1]} ${seed[2]}`)) if (wanted.has(stem)) shared++
    return Math.min(0.97, base + 0.17 * shared)
  }
  return [
    ...theme.variables.map(seed => ({ seed, fit: fitOf(seed, 0.42) })),
    ...COMMON_VARIABLES.map(seed => ({ seed, fit: fitOf(seed, 0.24) })),
  ].sort((a, b) => b.fit - a.fit)
}
