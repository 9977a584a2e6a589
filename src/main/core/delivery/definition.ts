// What leaves the building of an audience: its definition and the chosen segments, without notes meant for colleagues.
import type { Segment } from '../../../shared/domain/audience.ts'
import type { DeliverInput } from './face.ts'

/** Goes up when a reader of the old form could misread the new one. */
export const FORMAT_VERSION = 1

/** People in the segments. */
export const peopleIn = (segments: readonly Segment[]) =>
  segments.reduce((sum, segment) => sum + segment.size, 0)

/** Which audience and which run it is; enough for a receiver to put parts together. */
export const headOf = ({ audience, distribution }: DeliverInput) => ({
  audience_id: audience.audience_id,
  audience_version: audience.version,
  audience_name: audience.name,
  distribution_id: distribution.distribution_id,
  distribution_type: distribution.distribution_type,
})

/**
 * The audience as a receiver needs it. Notes, session ids and unknown metadata stay: they may hold what the analyst
 * wrote for colleagues alone.
 */
export function definitionOf({ audience, distribution, segments }: DeliverInput) {
  const { metadata } = audience
  return {
    audience_id: audience.audience_id,
    version: audience.version,
    name: audience.name,
    description: audience.description,
    data_type: audience.data_type,
    identifier_type: audience.identifier_type,
    original_query: audience.original_query,
    selected_variables: audience.selected_variables,
    variable_details: audience.variable_details,
    total_audience_size: audience.total_audience_size,
    size_source: audience.size_source,
    tags: metadata.tags,
    ...(metadata.campaign_id === undefined ? {} : { campaign_id: metadata.campaign_id }),
    ...(distribution.metadata.campaign_name === undefined
      ? {}
      : { campaign_name: distribution.metadata.campaign_name }),
    segments_sent: segments.length,
    people_sent: peopleIn(segments),
  }
}
