// Makes one audience from a brief: variables that fit the query, segments that add up, metadata an analyst would leave.
import type { AudienceInput, DataType, IdentifierType } from '../../src/shared/domain/audience.ts'
import { COMMON_NOTES, MARKETS } from './common.ts'
import { prizmLabel, prizmSetting } from './prizm.ts'
import type { Random } from './random.ts'
import { type RankedVariable, rankVariables, sharedStems } from './relevance.ts'
import type { Brief, Theme } from './theme.ts'

/** A brief as it was first written (`again` false) or as it came back. */
export type Idea = {
  theme: Theme
  brief: Brief
  again: boolean
  name: string
  query: string
  reach: number
  ranked: RankedVariable[]
  /** How well each of the theme's purposes and campaigns goes with the query. */
  purposeFit: number[]
  campaignFit: number[]
}

const fitsOf = (theme: Theme, text: string) => ({
  ranked: rankVariables(theme, text),
  purposeFit: theme.purposes.map(purpose => sharedStems(text, purpose)),
  campaignFit: theme.campaigns.map(([, name]) => sharedStems(text, name)),
})

export function ideasOf(themes: readonly Theme[]): Idea[] {
  return themes.flatMap(theme =>
    theme.briefs.flatMap(brief =>
      [brief, { ...brief.again, reach: brief.again.reach ?? brief.reach }].map((text, index) => ({
        theme,
        brief,
        again: index === 1,
        name: text.name,
        query: text.query,
        reach: text.reach,
        ...fitsOf(theme, `${text.name} ${text.query} ${brief.tags.join(' ')}`),
      })),
    ),
  )
}

const DATA_TYPES: readonly DataType[] = [
  'third_party',
  'third_party',
  'third_party',
  'first_party',
  'clean_room',
]
const IDENTIFIERS: Record<DataType, readonly IdentifierType[]> = {
  first_party: ['email', 'rampid', 'partner_id', 'email', 'none'],
  third_party: ['postal_code', 'prizm_segment', 'rampid', 'maid', 'yahoo_connect', 'uid2'],
  clean_room: ['uid2', 'google_pair', 'rampid', 'partner_id'],
}
const ORIGINS = ['query builder', 'notebook', 'segment studio', 'imported'] as const

/** Takes mostly the best-fitting variables, with enough chance in it that no two audiences choose alike. */
function chooseVariables(ranked: readonly RankedVariable[], wanted: number, random: Random) {
  const candidates = ranked.slice(0, wanted * 3).map(({ seed, fit }) => {
    const relevance = Math.round(Math.max(0.2, Math.min(0.99, random.near(fit, 0.16))) * 100) / 100
    return { seed, relevance }
  })
  candidates.sort((a, b) => b.relevance - a.relevance)
  return candidates.slice(0, wanted).map(({ seed: [code, description, category, type], relevance }) => ({
    code,
    description,
    relevance_score: relevance,
    type,
    category,
  }))
}

/** The age band that a segment's name or its query speaks of. */
function ageBand(name: string, query: string, random: Random): string {
  const text = /retire|student|parent|famil|young|empty nest|teen/i.test(name) ? name : `${name} ${query}`
  if (/retire|medicare|snowbird|over 6\d|65|grandparent/i.test(text)) return '65+'
  if (/boomer|empty nest|over 5\d|55|downsiz/i.test(text)) return random.pick(['45–64', '55+'])
  if (/student|gen z|graduat|under 3\d|18 to|young|dorm|first (car|job|apartment)/i.test(text)) return '18–34'
  if (/parent|famil|kids|teen|millennial|baby|mom/i.test(text)) return random.pick(['25–44', '35–54'])
  return random.pick(['25–44', '35–54', '45–64'])
}

/** PRIZM Premier numbers its segments by affluence, 1 the wealthiest. */
const typicalIncome = (prizm: number, random: Random) =>
  Math.round(random.near(178 - 2.1 * prizm, 0.18)) * 1_000

/** Shares fall from the first segment to the last; sizes are rounded to hundreds and the percentages are of their sum. */
function cutSegments(idea: Idea, random: Random) {
  const { segments, prizm } = idea.brief
  const weights = segments.map((_, index) => random.near(1 / (index + 1.4), 0.25))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const people = random.near(idea.reach * 1_000, 0.12)
  const sizes = weights.map(weight => Math.max(100, Math.round((people * weight) / whole / 100) * 100))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const rows = segments.map((name, index) => {
    const own = prizm.filter((_, place) => place % segments.length === index || random.chance(0.2))
    const leading = own[0] ?? prizm[0] ?? 1
    const setting = prizmSetting(leading)
    const size = sizes[index] ?? 0
    return {
      segment_id: String(index + 1),
      name,
      size,
      size_percentage: Math.round((size / total) * 10_000) / 100,
      characteristics: {
        age: ageBand(name, idea.query, random),
        median_income: typicalIncome(leading, random),
        setting,
        top_markets: random.some(MARKETS[setting], 3),
        index_to_us: random.int(108, 265),
      },
      prizm_segments: own.map(prizmLabel),
    }
  })
  return { rows, total }
}

/** The item that fits best, with some chance among those that fit alike. */
function bestOf<T>(items: readonly T[], fit: readonly number[], random: Random): { item: T; fit: number } {
  const scores = fit.map(value => value + random.next() * 0.9)
  const index = scores.indexOf(Math.max(...scores))
  const item = items[index]
  if (item === undefined) throw new Error('A theme without purposes or campaigns')
  return { item, fit: fit[index] ?? 0 }
}

/** Quarters between a campaign, whose id holds `25Q4`, and a time. */
function quartersApart(id: string, time: number): number {
  const [, year, quarter] = /-(\d\d)Q(\d)-/.exec(id) ?? []
  const date = new Date(time)
  const then = (2_000 + Number(year)) * 4 + Number(quarter) - 1
  return Math.abs(then - (date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3)))
}

/** The campaign that the audience is for: its words and its season decide; some audiences are for none. */
function campaignOf({ theme, campaignFit }: Idea, created: number, random: Random) {
  const fit = theme.campaigns.map(([id], index) => (campaignFit[index] ?? 0) * 4 - quartersApart(id, created))
  const best = bestOf(theme.campaigns, fit, random)
  if (!random.chance(best.fit >= 0 ? 0.9 : best.fit >= -2 ? 0.5 : 0.15)) return {}
  return { campaign_id: best.item[0], campaign_name: best.item[1] }
}

export type Draft = Omit<AudienceInput, 'segments' | 'selected_variables' | 'metadata'> & {
  segments: ReturnType<typeof cutSegments>['rows']
  selected_variables: string[]
  metadata: { tags: string[]; notes?: string; [key: string]: string | number | string[] | undefined }
}

/** The audience without id and times. `variables` is how many codes it selects; `created` decides its season. */
export function buildAudience(
  idea: Idea,
  random: Random,
  variables: number,
  created: number,
): { draft: Draft; total: number } {
  const { theme, brief } = idea
  const data_type = brief.data ?? random.pick(DATA_TYPES)
  const variable_details = chooseVariables(idea.ranked, variables, random)
  const { rows, total } = cutSegments(idea, random)
  const notes = random.chance(0.6)
    ? random.some([...theme.notes, ...COMMON_NOTES], random.int(1, 2)).join(' ')
    : undefined
  const purpose = bestOf(theme.purposes, idea.purposeFit, random).item
  return {
    total,
    draft: {
      name: idea.name,
      description: `${purpose} Sizes are ${theme.unit}.`,
      status: 'active',
      data_type,
      identifier_type: brief.identifier ?? (random.chance(0.06) ? null : random.pick(IDENTIFIERS[data_type])),
      original_query: idea.query,
      selected_variables: variable_details.map(detail => detail.code),
      variable_details,
      segments: rows,
      metadata: {
        tags: [...brief.tags, theme.key],
        ...campaignOf(idea, created, random),
        ...(notes ? { notes } : {}),
        created_from: random.pick(ORIGINS),
        session_id: `ses_${random.hex(12)}`,
      },
    },
  }
}

/** `aud_` and a UUIDv7 made of the time and a running number, its random part from the seeded source. */
export function sampleId(time: number, sequence: number, random: Random): string {
  const counter = (sequence & 0xfff).toString(16).padStart(3, '0')
  return `aud_${time.toString(16).padStart(12, '0')}7${counter}${random.pick(['8', '9', 'a', 'b'])}${random.hex(15)}`
}
