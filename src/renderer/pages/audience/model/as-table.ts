// The tables of the page as they are copied: fields by their own names, values as they are.
import type { VersionInfo } from '../../../../shared/contract/audiences.ts'
import type { Segment } from '../../../../shared/domain/audience.ts'
import type { CopiedTable } from '../../../components/export/copy-menu.tsx'
import type { VariableItem } from './ranking.ts'

const text = (name: string) => ({ name })
const number = (name: string) => ({ name, numeric: true })

export const segmentsAsTable = (segments: readonly Segment[]): CopiedTable => ({
  columns: [
    text('segment_id'),
    text('name'),
    number('size'),
    number('size_percentage'),
    text('prizm_segments'),
    text('characteristics'),
  ],
  rows: segments.map(({ segment_id, name, size, size_percentage, prizm_segments, characteristics }) => [
    segment_id,
    name,
    size,
    size_percentage,
    prizm_segments.join('; '),
    Object.keys(characteristics).length === 0 ? '' : JSON.stringify(characteristics),
  ]),
  records: segments.map(({ segment_id, name, size, size_percentage, characteristics, prizm_segments }) => ({
    ...{ segment_id, name, size, size_percentage },
    ...{ characteristics, prizm_segments },
  })),
})

/** Headings of groups are no rows: each variable says its category itself. */
export const variablesAsTable = (items: readonly VariableItem[]): CopiedTable => ({
  columns: [text('code'), text('description'), number('relevance_score'), text('type'), text('category')],
  rows: items.flatMap(item =>
    'heading' in item
      ? []
      : [[item.code, item.description, item.relevance, item.type, item.category] as const],
  ),
})

export const versionsAsTable = (versions: readonly VersionInfo[]): CopiedTable => ({
  columns: [
    number('version'),
    text('updated_at'),
    text('changed_by'),
    text('change_note'),
    text('status'),
    number('total_audience_size'),
    text('changed_fields'),
  ],
  rows: versions.map(info => [
    info.version,
    info.updated_at,
    info.changed_by,
    info.change_note,
    info.deleted ? 'deleted' : info.status,
    info.total_audience_size,
    info.changed_fields.join('; '),
  ]),
  records: versions,
})
