// What a bulk action does to one audience, or why it leaves it alone.
import type { BulkAction } from '../../../shared/contract/audiences.ts'
import {
  type Audience,
  AudienceMetadata,
  type AudienceStatus,
  LIMITS,
} from '../../../shared/domain/audience.ts'
import { canMoveStatus, contentOf } from '../../../shared/domain/audience-rules.ts'
import type { Next } from './edit.ts'

export type Decision = { next: Next } | { skip: string }

const STATUS_OF: Partial<Record<BulkAction['do'], AudienceStatus>> = {
  activate: 'active',
  archive: 'archived',
  to_draft: 'draft',
}

function withTags(audience: Audience, tags: readonly string[]): Decision {
  if (tags.length > LIMITS.tags) return { skip: `it would have more than ${LIMITS.tags} tags` }
  const metadata = AudienceMetadata.safeParse({ ...audience.metadata, tags })
  if (!metadata.success) return { skip: 'its metadata would be too large' }
  return { next: { content: { ...contentOf(audience), metadata: metadata.data } } }
}

/** Pure. `skip` ends a sentence that begins with “Skipped:”. */
export function decideBulk(audience: Audience, action: BulkAction): Decision {
  if (action.do === 'undelete')
    return audience.deleted ? { next: { deleted: false } } : { skip: 'it is not in the trash' }
  if (audience.deleted)
    return { skip: action.do === 'delete' ? 'it is in the trash already' : 'it is in the trash' }
  switch (action.do) {
    case 'delete':
      return { next: { deleted: true } }
    case 'tag': {
      const tags = [...new Set([...audience.metadata.tags, ...(action.tags ?? [])])]
      if (tags.length === audience.metadata.tags.length) return { skip: 'it has the tags already' }
      return withTags(audience, tags)
    }
    case 'untag': {
      const gone = new Set(action.tags)
      const tags = audience.metadata.tags.filter(tag => !gone.has(tag))
      if (tags.length === audience.metadata.tags.length) return { skip: 'it has none of the tags' }
      return withTags(audience, tags)
    }
    case 'activate':
    case 'archive':
    case 'to_draft': {
      const status = STATUS_OF[action.do] ?? audience.status
      if (status === audience.status) return { skip: `it is ${status} already` }
      if (!canMoveStatus(audience.status, status))
        return { skip: `it can't go from ${audience.status} to ${status}` }
      return { next: { content: { ...contentOf(audience), status } } }
    }
  }
}
