// What an export may hold of each kind of record, column by column. Those that are `whole` make the record again when they
// are imported; the others are worked out from them, or tell of this workspace alone.

/** text · count: whole number · number · instant: UTC · list: texts · json: any JSON */
export type ColumnKind = 'text' | 'count' | 'number' | 'instant' | 'list' | 'json'
export type ExportColumn = { name: string; kind: ColumnKind; whole: boolean }

const column =
  (whole: boolean) =>
  (kind: ColumnKind) =>
  (name: string): ExportColumn => ({ name, kind, whole })
const [whole, more] = [column(true), column(false)]
const [text, count, instant, list, json] = [
  whole('text'),
  whole('count'),
  whole('instant'),
  whole('list'),
  whole('json'),
]
const times = [instant('created_at'), instant('updated_at')]
const versions = [more('count')('version'), more('text')('changed_by'), more('text')('change_note')]

export const EXPORT_ENTITIES = ['audience', 'platform', 'distribution'] as const
export type ExportEntity = (typeof EXPORT_ENTITIES)[number]

export const EXPORT_COLUMNS: Readonly<Record<ExportEntity, readonly ExportColumn[]>> = {
  audience: [
    text('audience_id'),
    text('name'),
    text('description'),
    text('status'),
    text('data_type'),
    text('identifier_type'),
    text('original_query'),
    list('selected_variables'),
    json('variable_details'),
    json('segments'),
    count('total_audience_size'),
    text('size_source'),
    json('metadata'),
    ...times,
    more('count')('segment_count'),
    more('count')('variable_count'),
    more('list')('tags'),
    more('text')('campaign_id'),
    ...versions,
  ],
  platform: [
    text('platform_id'),
    text('platform_type'),
    text('name'),
    text('status'),
    json('connection'),
    // Whether each is set; never a secret, nor its last characters.
    json('credential_fields'),
    json('settings'),
    instant('last_sync'),
    text('sync_status'),
    text('notes'),
    ...times,
    more('text')('connection_state'),
    more('text')('account_label'),
    more('number')('expected_match_rate'),
    more('number')('match_rate'),
    ...versions,
  ],
  distribution: [
    text('distribution_id'),
    text('audience_id'),
    count('audience_version'),
    text('audience_name'),
    text('platform_id'),
    text('platform_name'),
    text('platform_type'),
    text('distribution_type'),
    text('status'),
    instant('scheduled_at'),
    instant('executed_at'),
    instant('completed_at'),
    list('segments_distributed'),
    json('match_results'),
    json('error_details'),
    json('metadata'),
    ...times,
    more('instant')('happens_at'),
    more('count')('people'),
    more('count')('total_records'),
    more('count')('matched_records'),
    more('count')('rejected_records'),
    more('number')('match_rate'),
    more('text')('platform_audience_id'),
    more('text')('error_code'),
    more('text')('error_message'),
    more('text')('campaign_name'),
    more('text')('approval_status'),
    ...versions,
  ],
}

/** The columns of these names in their order, or those of whole records; null where one isn't a column. */
export function columnsOf(entity: ExportEntity, names?: readonly string[]): ExportColumn[] | null {
  const all = EXPORT_COLUMNS[entity]
  if (!names) return all.filter(column => column.whole)
  const chosen = names.flatMap(name => all.find(column => column.name === name) ?? [])
  return chosen.length === names.length ? chosen : null
}
