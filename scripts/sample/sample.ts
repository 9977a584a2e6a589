// The sample workspace: 250 audiences as a team of analysts would have saved them over two years.
import type { AudienceStatus } from '../../src/shared/domain/audience.ts'
import { buildAudience, type Idea, ideasOf, sampleId } from './build.ts'
import { type Random, seededRandom } from './random.ts'
import { THEMES } from './themes/index.ts'

export const SAMPLE_SIZE = 250
const SEED = 20_241_104
const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2024, 10, 4)
const LAST_SAVE = Date.UTC(2026, 10, 20, 21, 30)
/** First versions of an idea fall into the first part, so that there is time for it to come back. */
const SPAN_FIRST_DAYS = 520
const TEAMS = [
  'Brand marketing',
  'Media planning',
  'Retail analytics',
  'Customer insights',
  'Performance marketing',
  'Regional marketing',
] as const

/** A weekday between 13:00 and 22:00 UTC, office hours in the United States. */
function officeHours(day: number, random: Random): number {
  const weekday = new Date(FIRST_DAY + day * DAY_MS).getUTCDay()
  const shift = weekday === 6 ? 2 : weekday === 0 ? 1 : 0
  return FIRST_DAY + (day + shift) * DAY_MS + random.int(13 * 3_600, 22 * 3_600) * 1_000 + random.int(0, 999)
}

function statusAt(ageDays: number, random: Random): AudienceStatus {
  const dice = random.next()
  if (ageDays > 500) return dice < 0.42 ? 'archived' : dice < 0.95 ? 'active' : 'draft'
  if (ageDays > 150) return dice < 0.14 ? 'archived' : dice < 0.88 ? 'active' : 'draft'
  return dice < 0.03 ? 'archived' : dice < 0.6 ? 'active' : 'draft'
}

type Dated = { idea: Idea; created: number }

/** Every idea once, and most of them a second time some months later. */
function schedule(ideas: readonly Idea[], random: Random): Dated[] {
  const firsts = ideas.filter(idea => !idea.again)
  const seconds = ideas.filter(idea => idea.again)
  const kept = SAMPLE_SIZE - firsts.length
  const dated = firsts.flatMap((idea, index): Dated[] => {
    const day = random.int(0, SPAN_FIRST_DAYS)
    const first = { idea, created: officeHours(day, random) }
    const second = seconds[index]
    const comesBack =
      Math.floor(((index + 1) * kept) / firsts.length) > Math.floor((index * kept) / firsts.length)
    if (!second || !comesBack) return [first]
    const later = Math.min(day + random.int(45, 280), Math.floor((LAST_SAVE - FIRST_DAY) / DAY_MS) - 3)
    return [first, { idea: second, created: officeHours(later, random) }]
  })
  return dated.sort((a, b) => a.created - b.created)
}

function sampleAudience({ idea, created }: Dated, sequence: number, random: Random) {
  const { draft, total } = buildAudience(idea, random, random.int(9, 13), created)
  const ageDays = (LAST_SAVE - created) / DAY_MS
  const status = statusAt(ageDays, random)
  const edited = created + Math.floor(random.next() ** 2 * Math.min(ageDays, 160) * DAY_MS)
  const { metadata, segments, ...content } = draft
  const deduplicated = random.chance(0.12)
  // The first months of the data come from an older tool, which numbered segments.
  const numbered = ageDays > 600
  const notes = deduplicated
    ? [metadata.notes, 'Total is deduplicated across the segments.'].filter(Boolean).join(' ')
    : metadata.notes
  return {
    audience_id: sampleId(created, sequence, random),
    ...content,
    status,
    segments: segments.map(segment =>
      numbered ? { ...segment, segment_id: Number(segment.segment_id) } : segment,
    ),
    ...(deduplicated
      ? { total_audience_size: Math.round((total * random.near(0.93, 0.03)) / 100) * 100 }
      : {}),
    metadata: { ...metadata, ...(notes ? { notes } : {}), requested_by: random.pick(TEAMS) },
    created_at: new Date(created).toISOString(),
    updated_at: new Date(Math.min(edited, LAST_SAVE)).toISOString(),
  }
}

export function sampleAudiences() {
  const random = seededRandom(SEED)
  return schedule(ideasOf(THEMES), random).map((dated, sequence) => sampleAudience(dated, sequence, random))
}

/** The file as it is committed: a list with one audience a line, so that a change of one shows as one line. */
export function sampleFile(): string {
  return `[\n${sampleAudiences()
    .map(audience => JSON.stringify(audience))
    .join(',\n')}\n]\n`
}
