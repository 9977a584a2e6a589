// The sample workspace: committed as generated, valid, and believable in its numbers.
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { ideasOf } from '../../../scripts/sample/build.ts'
import { COMMON_VARIABLES } from '../../../scripts/sample/common.ts'
import { generateAudiences } from '../../../scripts/sample/generate.ts'
import { PRIZM_COUNT, prizmLabel } from '../../../scripts/sample/prizm.ts'
import { sampleAudiences, sampleFile } from '../../../scripts/sample/sample.ts'
import { THEMES } from '../../../scripts/sample/themes/index.ts'
import { prepareAudience } from '../../../src/main/core/imports/prepare.ts'
import {
  AudienceInput,
  AudienceStatus,
  DataType,
  IdentifierType,
} from '../../../src/shared/domain/audience.ts'

const FILE = new URL('../../../resources/sample/audiences.json', import.meta.url)
const OPTIONS = { user_id: 'analyst', now: '2026-11-22T09:30:00.000Z', derive_ids: true }

describe('the sample workspace', () => {
  const audiences = sampleAudiences()

  it('is committed as the generator makes it', async () => {
    const committed = await readFile(FILE, 'utf8')
    expect(committed === sampleFile(), 'run `npm run sample` and commit the file').toBe(true)
    expect(Buffer.byteLength(committed)).toBeLessThanOrEqual(1_200_000)
  })

  it('holds 250 audiences that the import accepts', () => {
    expect(audiences).toHaveLength(250)
    for (const audience of audiences) {
      const { audience_id, created_at, updated_at, ...content } = audience
      expect(AudienceInput.safeParse(content).error?.issues ?? []).toEqual([])
      const prepared = prepareAudience(JSON.parse(JSON.stringify(audience)), 'unused', OPTIONS)
      expect(prepared).toMatchObject({ ok: true, given: true, record: { created_at, updated_at } })
      expect(audience_id).toMatch(/^aud_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
    }
  })

  it('has names, queries and ids of its own for each', () => {
    for (const field of ['name', 'original_query', 'audience_id'] as const)
      expect(new Set(audiences.map(audience => audience[field])).size).toBe(250)
  })

  it('spans two years in order, and nothing is updated before it was created', () => {
    const created = audiences.map(audience => audience.created_at)
    expect(created).toEqual([...created].sort())
    expect(created[0]?.slice(0, 7)).toBe('2024-11')
    expect(created.at(-1)?.slice(0, 7)).toBe('2026-11')
    for (const { created_at, updated_at } of audiences) {
      expect(updated_at >= created_at).toBe(true)
      expect(updated_at < '2026-11-21').toBe(true)
    }
  })

  it('shows every status, data type and identifier, and at least 40 PRIZM segments', () => {
    const seen = (field: 'status' | 'data_type' | 'identifier_type') =>
      new Set(audiences.map(audience => audience[field]).filter(Boolean))
    expect(seen('status')).toEqual(new Set(AudienceStatus.options))
    expect(seen('data_type')).toEqual(new Set(DataType.options))
    expect(seen('identifier_type')).toEqual(new Set(IdentifierType.options))
    const prizm = new Set(
      audiences.flatMap(({ segments }) => segments.flatMap(segment => segment.prizm_segments)),
    )
    expect(prizm.size).toBeGreaterThanOrEqual(40)
    expect(prizm).toContain('04 Young Digerati')
    expect(prizm).toContain('14 Kids & Cul-de-Sacs')
  })

  it('has segments that add up and totals that never exceed their sum by far', () => {
    for (const { segments, total_audience_size } of audiences) {
      const sum = segments.reduce((total, { size }) => total + size, 0)
      const shares = segments.reduce((total, { size_percentage }) => total + size_percentage, 0)
      expect(Math.abs(shares - 100)).toBeLessThan(0.05)
      expect(sum).toBeLessThan(30_000_000)
      if (total_audience_size) expect(total_audience_size / sum).toBeCloseTo(0.93, 1)
    }
  })
})

describe('themes', () => {
  it('name each variable, query and audience once', () => {
    const codes = [...THEMES.flatMap(theme => theme.variables), ...COMMON_VARIABLES].map(([code]) => code)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
    const names = ideasOf(THEMES).map(idea => idea.name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('know only PRIZM segments that exist', () => {
    expect(PRIZM_COUNT).toBe(68)
    for (const { brief } of ideasOf(THEMES))
      for (const number of brief.prizm) expect(prizmLabel(number)).toBeTruthy()
    expect(() => prizmLabel(69)).toThrow()
  })

  it('put the variable that the query asks for first', () => {
    const idea = ideasOf(THEMES).find(({ name }) => name === 'Eco-conscious urban EV intenders')
    const best = idea?.ranked.slice(0, 8).map(({ seed }) => seed[0])
    expect(best).toContain('AUTO_EV_INTENT_12M')
    expect(best).toContain('LIFE_ECO_CONSCIOUS')
  })
})

describe('generated audiences', () => {
  it('are the same for the same seed, valid, and of about 3 kB', () => {
    const first = [...generateAudiences(300, 7)]
    expect([...generateAudiences(300, 7)]).toEqual(first)
    expect([...generateAudiences(300, 8)]).not.toEqual(first)
    for (const { audience_id, created_at, updated_at, ...content } of first) {
      expect(AudienceInput.safeParse(content).success).toBe(true)
      expect(updated_at >= created_at).toBe(true)
      expect(audience_id).toMatch(/^aud_/)
    }
    const bytes = Buffer.byteLength(JSON.stringify(first)) / first.length
    expect(bytes).toBeGreaterThan(2_700)
    expect(bytes).toBeLessThan(3_700)
  })

  it('use thousands of words and one rare code each', () => {
    const words = new Set<string>()
    const codes = new Set<string | undefined>()
    const ids = new Set<string>()
    for (const audience of generateAudiences(3_000)) {
      for (const word of JSON.stringify(audience)
        .toLowerCase()
        .match(/[a-z]{3,}/g) ?? [])
        words.add(word)
      codes.add(audience.selected_variables?.at(-1))
      ids.add(audience.audience_id)
    }
    expect(words.size).toBeGreaterThan(5_000)
    expect(codes.size).toBe(3_000)
    expect(ids.size).toBe(3_000)
  })
})
