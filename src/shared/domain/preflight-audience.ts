// Pre-flight of what is sent: the audience, its chosen segments, and how many people the platform needs and will match.
import { PLATFORM_DEFINITIONS } from '../platforms/definition.ts'
import type { Audience } from './audience.ts'
import type { Forecast } from './distribution.ts'
import { matchesAt } from './forecast.ts'
import type { Platform } from './platform.ts'
import { fine, note, number, type PreflightCheck, people, percent, trouble } from './preflight-check.ts'

export type PlannedAudience = Pick<Audience, 'name' | 'status' | 'deleted' | 'total_audience_size'> & {
  segments: readonly Pick<Audience['segments'][number], 'segment_id' | 'name' | 'size'>[]
}

/** Size of the chosen segments; of the whole audience where none is chosen. */
export function peopleOf(audience: PlannedAudience, segment_ids: readonly string[]): number {
  if (segment_ids.length === 0) return audience.total_audience_size
  const chosen = new Set(segment_ids)
  return audience.segments
    .filter(segment => chosen.has(segment.segment_id))
    .reduce((sum, { size }) => sum + size, 0)
}

function stateCheck({ name, deleted, status }: PlannedAudience): PreflightCheck {
  if (deleted)
    return trouble(
      'block',
      'audience_state',
      `“${name}” is in the trash.`,
      'Restore it or choose another audience.',
      'open_audience',
    )
  if (status === 'archived')
    return trouble(
      'block',
      'audience_state',
      `“${name}” is archived.`,
      'Take it out of the archive or choose another audience.',
      'open_audience',
    )
  if (status === 'draft')
    return note(
      'audience_state',
      `“${name}” is still a draft.`,
      'Activate it when it is ready.',
      'open_audience',
    )
  return fine('audience_state', `“${name}” is active.`)
}

const quoted = (names: readonly string[]) => {
  const shown = names.slice(0, 3).map(name => `“${name}”`)
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ')
}

function segmentsCheck(audience: PlannedAudience, segment_ids: readonly string[]): PreflightCheck {
  const known = new Map(audience.segments.map(segment => [segment.segment_id, segment]))
  const unknown = segment_ids.filter(id => !known.has(id))
  if (unknown.length > 0)
    return trouble(
      'block',
      'segments',
      `The audience has no ${unknown.length === 1 ? 'segment' : 'segments'} ${quoted(unknown)} any more.`,
      'Choose the segments again.',
      'choose_segments',
    )
  const chosen = segment_ids.length === 0 ? audience.segments : segment_ids.flatMap(id => known.get(id) ?? [])
  const empty = chosen.filter(segment => segment.size === 0).map(segment => segment.name)
  if (peopleOf(audience, segment_ids) === 0)
    return trouble(
      'block',
      'segments',
      segment_ids.length === 0 ? 'The audience holds nobody.' : 'The chosen segments hold nobody.',
      'Choose segments that hold people, or set the audience’s size.',
      segment_ids.length === 0 ? 'open_audience' : 'choose_segments',
    )
  if (empty.length > 0)
    return note(
      'segments',
      `${quoted(empty)} ${empty.length === 1 ? 'holds' : 'hold'} nobody.`,
      'Leave out what is empty, or go on without it.',
      'choose_segments',
    )
  if (chosen.length === 0) return fine('segments', 'The audience is sent as a whole.')
  const all = segment_ids.length === 0 ? 'All' : 'Chosen'
  return fine('segments', `${all} segments: ${number(chosen.length)}.`)
}

/** People below which the platform doesn't use a list: its own setting, else what is known of its type. */
export function sizeFloorOf({
  platform_type,
  settings,
}: Pick<Platform, 'platform_type' | 'settings'>): number | null {
  const own = settings.size_floor
  return typeof own === 'number' && own >= 0 ? own : PLATFORM_DEFINITIONS[platform_type].size_floor.records
}

/** A warning and no block: most floors come from third parties, and a list may grow before it is used. */
function sizeCheck(sent: number, floor: number | null, name: string): PreflightCheck {
  if (floor === null || floor === 0) return fine('size', `${people(sent)}; no smallest size is known.`)
  return sent < floor
    ? trouble(
        'warning',
        'size',
        `${people(sent)}: fewer than the ${number(floor)} below which ${name} doesn’t use a list.`,
        'Choose more segments or a larger audience.',
        'choose_segments',
      )
    : fine('size', `${people(sent)}; ${name} needs at least ${number(floor)}.`)
}

const SOURCES: Readonly<Record<Forecast['basis'], (forecast: Forecast) => string>> = {
  learned: ({ runs, scope }) =>
    `learned from ${number(runs)} past runs${scope === 'data_type' ? ' of this type of data' : ''}`,
  platform_setting: () => 'the rate set for this platform',
  platform_type: () => 'a starting value, until it has runs of its own',
  unknown: () => 'unknown',
}

function matchesCheck(sent: number, floor: number | null, name: string, forecast: Forecast): PreflightCheck {
  const { rate, low, high } = forecast
  const expected = matchesAt(sent, rate)
  if (rate === null || expected === null)
    return note(
      'matches',
      `How many ${name} will match isn’t known yet.`,
      'Set an expected match rate on the platform; after three runs it is learned.',
      'edit_platform',
    )
  const least = matchesAt(sent, low)
  const most = matchesAt(sent, high)
  const range = least === null || most === null ? '' : `, between ${number(least)} and ${number(most)}`
  const words = `About ${number(expected)} matches${range} (${percent(rate)}, ${SOURCES[forecast.basis](forecast)})`
  if (floor !== null && expected < floor)
    return trouble(
      'warning',
      'matches',
      `${words}: fewer than the ${number(floor)} that ${name} needs.`,
      'Choose more segments or a larger audience.',
      'choose_segments',
    )
  if (floor !== null && least !== null && least < floor)
    return note(
      'matches',
      `${words}; with a poor match it may stay below the ${number(floor)} that ${name} needs.`,
      'Add segments to be on the safe side.',
      'choose_segments',
    )
  return fine('matches', `${words}.`)
}

export function audienceChecks(
  audience: PlannedAudience,
  segment_ids: readonly string[],
  platform: Pick<Platform, 'platform_type' | 'settings' | 'name'>,
  forecast: Forecast,
): PreflightCheck[] {
  const checks = [stateCheck(audience), segmentsCheck(audience, segment_ids)]
  const sent = peopleOf(audience, segment_ids)
  if (sent === 0) return checks
  const floor = sizeFloorOf(platform)
  const { name } = PLATFORM_DEFINITIONS[platform.platform_type]
  return [...checks, sizeCheck(sent, floor, name), matchesCheck(sent, floor, name, forecast)]
}
