// Believable audiences for tests.
import type { AudienceInput } from '../../src/shared/domain/audience.ts'

/** An audience with two segments of together 2,000,000 people; fields given replace its own. */
export function audienceInput(over: Partial<AudienceInput> = {}): AudienceInput {
  return {
    name: 'Eco-conscious millennials',
    description: 'Urban renters who pay more for sustainable brands',
    data_type: 'first_party',
    identifier_type: 'rampid',
    original_query: 'millennials interested in sustainability with disposable income',
    selected_variables: ['AGE_25_34', 'GREEN_AWARE', 'INCOME_75K_PLUS'],
    variable_details: [
      { code: 'GREEN_AWARE', description: 'Green attitudes', relevance_score: 0.94, type: 'psychographic' },
    ],
    segments: [
      { segment_id: 'seg-1', name: 'Young Digerati', size: 1_240_000, prizm_segments: ['04 Young Digerati'] },
      { segment_id: 'seg-2', name: 'Bohemian Mix', size: 760_000, characteristics: { urbanicity: 'urban' } },
    ],
    metadata: { tags: ['spring', 'sustainability'], campaign_id: 'spring-2026' },
    ...over,
  }
}
