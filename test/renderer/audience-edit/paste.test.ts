// What analysts paste: code lists and spreadsheet rows.
import { describe, expect, it } from 'vitest'
import {
  isTable,
  parseCodes,
  parseSegments,
  parseTable,
} from '../../../src/renderer/pages/audience-edit/model/paste.ts'

describe('parseCodes', () => {
  it('takes commas, semicolons, tabs and lines, drops quotes, blanks and repeats', () => {
    expect(parseCodes('ECO_1, "ECO_2";\n\tINC_HH\r\nECO_1,, \'AGE 25\'')).toEqual([
      'ECO_1',
      'ECO_2',
      'INC_HH',
      'AGE 25',
    ])
    expect(parseCodes(' ,\n')).toEqual([])
  })
})

describe('parseTable', () => {
  it('reads quoted fields with delimiters, line breaks and doubled quotes', () => {
    expect(parseTable('a,"b, ""c""\nd"\r\n1,2\n\n')).toEqual([
      ['a', 'b, "c"\nd'],
      ['1', '2'],
    ])
  })
  it('prefers tabs, then semicolons where there are more of them', () => {
    expect(parseTable('a, b\t1')).toEqual([['a, b', '1']])
    expect(parseTable('a;1,5;b')).toEqual([['a', '1,5', 'b']])
  })
  it('keeps an inch mark inside a field', () => {
    expect(parseTable('TV 65"\t10')).toEqual([['TV 65"', '10']])
  })
})

describe('parseSegments', () => {
  it('goes by headings when there are any', () => {
    const text =
      'Segment ID\tPRIZM\tName\tSize\tShare %\tOwner\n7\tUpper Crust, Movers & Shakers\tAffluent\t1,240,000\t62%\tRetail'
    expect(parseSegments(text)).toEqual([
      {
        segment_id: '7',
        name: 'Affluent',
        size: '1,240,000',
        share: '62%',
        prizm: ['Upper Crust', 'Movers & Shakers'],
      },
    ])
  })
  it('guesses columns without headings', () => {
    expect(
      parseSegments('Affluent\t1.2M\t60%\tUpper Crust; Blue Blood Estates\nStarters\t800k\t40%\t'),
    ).toEqual([
      {
        segment_id: '',
        name: 'Affluent',
        size: '1.2M',
        share: '60%',
        prizm: ['Upper Crust', 'Blue Blood Estates'],
      },
      { segment_id: '', name: 'Starters', size: '800k', share: '40%', prizm: [] },
    ])
  })
  it('keeps a column of sizes together when one of them can’t be read', () => {
    expect(parseSegments('Savers;1 000 000\nSpenders;2x')).toMatchObject([
      { name: 'Savers', size: '1 000 000', prizm: [] },
      { name: 'Spenders', size: '2x', prizm: [] },
    ])
    expect(parseSegments('2024\t10\nGreens\t20')).toMatchObject([
      { name: '2024', size: '10' },
      { name: 'Greens', size: '20' },
    ])
    expect(parseSegments('Savers\t10\t02 Networked; 03 Movers\nSpenders\t20\t7')).toMatchObject([
      { size: '10', prizm: ['02 Networked', '03 Movers'] },
      { size: '20', prizm: ['7'] },
    ])
  })
  it('takes a list of names', () => {
    expect(parseSegments('Affluent\nStarters').map(row => row.name)).toEqual(['Affluent', 'Starters'])
  })
  it('knows headings alone, blanks and nothing', () => {
    expect(parseSegments('Name\tSize')).toEqual([])
    expect(parseSegments(' \n\t')).toEqual([])
  })
})

it('tells rows from a field’s text', () => {
  expect(['a\tb', 'a\nb', 'a\r\nb'].map(isTable)).toEqual([true, true, true])
  expect(['Affluent, urban', '1,240', 'one line\n'].map(isTable)).toEqual([false, false, false])
})
