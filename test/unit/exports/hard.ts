// Audiences whose texts are hard for some format: formulas, quotes, line breaks, escapes, what XML can't hold.
import { audienceInput } from '../../support/audiences.ts'

const TEXTS = [
  '=HYPERLINK("https://example.com";"x")',
  '+49 30 1234',
  '-1+1',
  '@SUM(A1:A9)',
  "'=1",
  "''+1",
  'a,b;c\td',
  'she said "no"',
  ' padded ',
  'one\ntwo\r\nthree\rfour',
  'null',
  'true',
  '00123',
  '1e5',
  '2026-11-26',
  '{"a":1}',
  '[]',
  'Zürich · 東京 · 😀',
  '_x0041_ is no A',
  '\u0001\u0008\u000b\u001f\ufffe',
  '<b>&amp;</b>',
  '| pipe | \\',
]

export const HARD = TEXTS.map((text, at) => ({
  audience_id: `aud_${String(at).padStart(3, '0')}`,
  created_at: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, 123) + at * 86_400_001).toISOString(),
  updated_at: new Date(Date.UTC(2026, 5, 1, 12, 0, 0, 7) + at * 3_600_001).toISOString(),
  ...audienceInput({
    name: `Audience ${String(at).padStart(2, '0')}`,
    status: at % 3 === 0 ? 'archived' : 'active',
    identifier_type: at % 2 === 0 ? null : 'uid2',
    description: text,
    original_query: text,
    selected_variables: ['AGE_25_34', 'GREEN_AWARE', `V${at}`],
    segments: [
      {
        segment_id: 'seg-1',
        name: 'Young Digerati',
        size: at % 4 === 0 ? Number.MAX_SAFE_INTEGER - 10 : 1_240_000 + at,
        size_percentage: 33.33,
        characteristics: { z: 1, text, deep: [{ a: null, b: 0.1 + 0.2 }] },
        prizm_segments: ['04 Young Digerati'],
      },
    ],
    metadata: { odd_key: [1, { text }], tags: ['b', 'a'], notes: text },
  }),
}))
