// The models of the SQL page: how values are written, and what of a result is drawn.
import { describe, expect, it } from 'vitest'
import { type ChartChoice, pointsOf, suggested, ticksOf } from '../../src/renderer/pages/sql/model/chart.ts'
import { recordsOf, shownCell, wholeCell } from '../../src/renderer/pages/sql/model/values.ts'
import type { Cell, ColumnKind, QueryResult } from '../../src/shared/contract/queries.ts'
import { keysOf } from '../../src/shared/query-result.ts'

const resultOf = (columns: [name: string, kind: ColumnKind][], rows: Cell[][]): QueryResult => ({
  columns: columns.map(([name, kind]) => ({ name, kind, type: kind })),
  rows,
  cut: null,
  elapsed_ms: 1,
})

describe('a cell', () => {
  it.each<[Cell, ColumnKind, string]>([
    [null, 'text', ''],
    [1_240_000, 'number', '1,240,000'],
    [0.1, 'number', '0.1'],
    [1e300, 'number', '1e+300'],
    [1.25e-28, 'number', '1.25e-28'],
    ['9007199254740993', 'number', '9007199254740993'],
    [true, 'boolean', 'true'],
    ['2026-11-26T08:00:00.250Z', 'instant', '2026-11-26 08:00:00.250'],
    ['2026-11-26T08:00:00.000Z', 'instant', '2026-11-26 08:00:00'],
    ['2026-11-26', 'date', '2026-11-26'],
    ['x'.repeat(400), 'text', `${'x'.repeat(300)}…`],
  ])('%j of %s is shown as %j', (value, kind, shown) => {
    expect(shownCell(value, kind)).toBe(shown)
  })

  it('is whole where it is opened, JSON laid out', () => {
    expect(wholeCell('x'.repeat(400), 'text')).toHaveLength(400)
    expect(wholeCell('{"a":[1]}', 'json')).toBe('{\n  "a": [\n    1\n  ]\n}')
    expect(wholeCell('{', 'json')).toBe('{')
    expect(wholeCell(0.1, 'number')).toBe('0.1')
  })
})

it('a record has lists as lists, and a key for each column of the same name', () => {
  const { columns, rows } = resultOf(
    [
      ['tag', 'text'],
      ['Tag', 'json'],
      ['n', 'number'],
    ],
    [['spring', '["a"]', null]],
  )
  expect(keysOf(columns)).toEqual(['tag', 'Tag_1', 'n'])
  expect(recordsOf(columns, rows)).toEqual([{ tag: 'spring', Tag_1: ['a'], n: null }])
})

describe('a chart', () => {
  const months = [
    ['2026-10', 4],
    ['2026-11', 7],
  ]
  it.each<[string, QueryResult, ChartChoice | null]>([
    [
      'names and a number: bars',
      resultOf(
        [
          ['code', 'text'],
          ['n', 'number'],
        ],
        [['A', 1]],
      ),
      { kind: 'bars', category: 0, value: 1 },
    ],
    [
      'months: a line',
      resultOf(
        [
          ['month', 'text'],
          ['n', 'number'],
        ],
        months,
      ),
      { kind: 'lines', category: 0, value: 1 },
    ],
    [
      'times, wherever they are',
      resultOf(
        [
          ['n', 'number'],
          ['name', 'text'],
          ['at', 'instant'],
        ],
        [[1, 'A', '2026']],
      ),
      { kind: 'lines', category: 2, value: 0 },
    ],
    [
      'two numbers',
      resultOf(
        [
          ['size', 'number'],
          ['n', 'number'],
        ],
        [[1, 2]],
      ),
      { kind: 'bars', category: 1, value: 0 },
    ],
    ['one number alone', resultOf([['n', 'number']], [[1]]), { kind: 'bars', category: 0, value: 0 }],
    ['no number', resultOf([['name', 'text']], [['A']]), null],
  ])('of %s', (_what, result, choice) => {
    expect(suggested(result)).toEqual(choice)
  })

  it('leaves out what has no number and what is too much, and says how many', () => {
    const rows: Cell[][] = Array.from({ length: 60 }, (_, n) => [`A${n}`, n % 10 === 9 ? null : n])
    const drawn = pointsOf(
      resultOf(
        [
          ['code', 'text'],
          ['n', 'number'],
        ],
        rows,
      ),
      { kind: 'bars', category: 0, value: 1 },
    )
    expect(drawn).toMatchObject({ points: { length: 50 }, left_out: 4, without: 6 })
    expect(
      pointsOf(
        resultOf(
          [
            ['code', 'text'],
            ['n', 'number'],
          ],
          [[null, 2]],
        ),
        { kind: 'bars', category: 0, value: 1 },
      ).points,
    ).toEqual([{ name: '–', value: 2 }])
  })

  it.each([
    [
      [3, 9],
      [0, 2, 4, 6, 8, 10],
    ],
    [
      [-4, 11],
      [-5, 0, 5, 10, 15],
    ],
    [
      [0.02, 0.31],
      [0, 0.1, 0.2, 0.3, 0.4],
    ],
    [[0], [0, 1]],
    [[12_137_400], [0, 5_000_000, 10_000_000, 15_000_000]],
  ])('of %j has marks at %j', (values, ticks) => {
    expect(ticksOf(values)).toEqual(ticks)
  })
})
