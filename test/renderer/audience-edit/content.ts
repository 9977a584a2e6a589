// A stored audience's content to start tests from.
import type { SettledContent } from '../../../src/shared/domain/audience-rules.ts'

export const content = (changes: Partial<SettledContent> = {}): SettledContent => ({
  name: 'Eco-conscious young families',
  description: 'Households that buy organic and drive hybrids',
  status: 'active',
  data_type: 'first_party',
  identifier_type: 'rampid',
  original_query: 'Find environmentally conscious families under 40 in suburbs',
  selected_variables: ['ECO_ATTITUDE', 'HYBRID_OWNER', 'ORGANIC_SPEND'],
  variable_details: [
    {
      code: 'ECO_ATTITUDE',
      description: 'Environmental attitude index',
      relevance_score: 0.91,
      type: 'attitudinal',
      category: 'Lifestyle',
    },
    {
      code: 'HYBRID_OWNER',
      description: 'Owns a hybrid',
      relevance_score: 0.8,
      type: 'binary',
      category: 'Auto',
    },
  ],
  segments: [
    {
      segment_id: '1',
      name: 'Suburban greens',
      size: 600_000,
      size_percentage: 60,
      characteristics: { income: 'high', age: [25, 40] },
      prizm_segments: ['Kids & Cul-de-Sacs'],
    },
    {
      segment_id: '2',
      name: 'City starters',
      size: 400_000,
      size_percentage: 40,
      characteristics: {},
      prizm_segments: ['Young Digerati'],
    },
  ],
  total_audience_size: 1_000_000,
  size_source: 'segments',
  metadata: { tags: ['retail', 'spring'], campaign_id: 'cmp-2026-04', notes: 'Check with the client' },
  ...changes,
})
