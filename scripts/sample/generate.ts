// Endless realistic audiences of about 3 kB for benchmarks: themed like the sample, with rare words and codes of their own.
import type { AudienceInput } from '../../src/shared/domain/audience.ts'
import { buildAudience, ideasOf, sampleId } from './build.ts'
import { MARKETS } from './common.ts'
import { seededRandom } from './random.ts'
import { THEMES } from './themes/index.ts'

export type GeneratedAudience = AudienceInput & {
  audience_id: string
  created_at: string
  updated_at: string
}

const FIRST = Date.UTC(2024, 10, 4, 8)
const SPAN_MS = 745 * 86_400_000
const STARTS =
  'Al Bar Cor Dun El Fen Gar Hal Is Jor Kel Lin Mor Nor Os Pem Quin Ros Sel Tar Ul Ver Wil Yar'.split(' ')
const MIDDLES = 'an bro cre del em fin gle ho ing ka lo mer na or pe ri sto ta un va we xi yo zan'.split(' ')
const ENDS =
  'burg by croft dale den field ford gate ham hurst ley low mere mont more ness port ridge side stead ton vale wick worth'.split(
    ' ',
  )
const ALL_MARKETS = Object.values(MARKETS).flat()

const at = (list: readonly string[], index: number) => list[index % list.length] ?? ''

/** One of 13,824 place-like words, spread so that neighbours in the sequence don't look alike. */
function placeWord(sequence: number): string {
  const n = (sequence * 7_919) % (STARTS.length * MIDDLES.length * ENDS.length)
  return (
    at(STARTS, n) +
    at(MIDDLES, Math.floor(n / STARTS.length)) +
    at(ENDS, Math.floor(n / (STARTS.length * MIDDLES.length)))
  )
}

/** Audiences in the import's shape, oldest first. The same count and seed always give the same ones. */
export function* generateAudiences(count: number, seed = 1): Generator<GeneratedAudience> {
  const random = seededRandom(seed)
  const ideas = ideasOf(THEMES)
  const step = SPAN_MS / Math.max(1, count)
  for (let sequence = 0; sequence < count; sequence++) {
    const created = Math.floor(FIRST + sequence * step)
    const { draft } = buildAudience(random.pick(ideas), random, random.int(7, 9), created)
    const place = placeWord(sequence)
    const market = random.pick(ALL_MARKETS)
    const code = `STORE_${place.slice(0, 4).toUpperCase()}_${sequence.toString(36).toUpperCase()}`
    const updated = Math.min(FIRST + SPAN_MS, created + Math.floor(random.next() ** 3 * 120 * 86_400_000))
    const age = 1 - sequence / count
    yield {
      ...draft,
      audience_id: sampleId(created, sequence, random),
      name: `${draft.name}, ${market} (${place})`,
      status: random.chance(0.12 + age * 0.25) ? 'archived' : random.chance(0.2) ? 'draft' : 'active',
      original_query: `${draft.original_query}. Start with the stores around ${place} in the ${market} market.`,
      selected_variables: [...draft.selected_variables, code],
      created_at: new Date(created).toISOString(),
      updated_at: new Date(updated).toISOString(),
    }
  }
}
