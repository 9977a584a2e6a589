// A platform's file of rejects: which column says why, how rows are counted, and that nobody's identifier is kept.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_REASONS, readRejects } from '../../../../src/shared/domain/rejects.ts'

const read = (text: string, column?: number) => {
  const answer = readRejects(text, column)
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

describe('readRejects', () => {
  it.each<[string, string, { reason: string; count: number }[]]>([
    [
      'finds the reason by its heading',
      'id,reject_reason\n1,Too old\n2,Not hashed\n3,Too old\n',
      [
        { reason: 'Too old', count: 2 },
        { reason: 'Not hashed', count: 1 },
      ],
    ],
    [
      'prefers words to a code',
      'error_code;error_message\nE1;Bad format\nE1;Bad format\nE2;Unknown',
      [
        { reason: 'Bad format', count: 2 },
        { reason: 'Unknown', count: 1 },
      ],
    ],
    [
      'adds up a column of counts',
      'Reason\tCount\r\nOpted out\t1,200\r\nBad format\t30\r\n',
      [
        { reason: 'Opted out', count: 1_200 },
        { reason: 'Bad format', count: 30 },
      ],
    ],
    [
      'takes reasons and counts without headings',
      'Bad format,3\nToo old,4\n',
      [
        { reason: 'Too old', count: 4 },
        { reason: 'Bad format', count: 3 },
      ],
    ],
    ['takes a bare list', '\ufeffToo old\nToo old\n\n', [{ reason: 'Too old', count: 2 }]],
    [
      'reads quotes, delimiters and breaks in them',
      'id,reason\n1,"Not ""hashed"", or\nempty"\n2,"Not ""hashed"", or empty"\n',
      [{ reason: 'Not "hashed", or empty', count: 2 }],
    ],
    [
      'says where no reason is given',
      'id,reason\n1,\n2,Old\n3\n',
      [
        { reason: 'No reason given', count: 2 },
        { reason: 'Old', count: 1 },
      ],
    ],
    [
      'leaves out whose record it was',
      `reason\nan.analyst@mail.example is unknown\nb@c.example is unknown\n${'ab'.repeat(32)} is unknown`,
      [
        { reason: '(e-mail) is unknown', count: 2 },
        { reason: '(hash) is unknown', count: 1 },
      ],
    ],
  ])('%s', (_, text, rejects) => {
    expect(read(text).rejects).toEqual(rejects)
    expect(read(text).total).toBe(rejects.reduce((sum, { count }) => sum + count, 0))
  })

  it('reads another column when it is told to', () => {
    const text = 'kind,reason,count\nA,x,2\nB,y,3\n'
    expect(read(text, 0).rejects).toEqual([
      { reason: 'B', count: 3 },
      { reason: 'A', count: 2 },
    ])
    expect(read(text)).toMatchObject({ reason_column: 1, count_column: 2 })
  })

  it('asks which column, where none says why', () => {
    expect(readRejects('email,segment\na@b.example,1')).toMatchObject({
      ok: false,
      error: { code: 'validation_failed', details: { columns: ['email', 'segment'] } },
    })
    expect(readRejects('reason\nOld', 3).ok).toBe(false)
  })

  it.each(['', '\n \r\n', '\ufeff'])('refuses an empty file: %j', text => {
    expect(readRejects(text)).toMatchObject({ ok: false, error: { message: 'The file is empty.' } })
  })

  it('keeps at most 200 reasons and loses no record', () => {
    const text = `reason\n${Array.from({ length: 1_000 }, (_, n) => `Reason ${n}`).join('\n')}`
    const { rejects, total } = read(text)
    expect(rejects).toHaveLength(MOST_REASONS)
    expect(total).toBe(1_000)
    expect(rejects.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
  })

  it('counts every row once, whatever is written in it', () => {
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 30 }), cells => {
        const text = ['id,reason', ...cells.map((cell, row) => `${row},${quoted(cell)}`)].join('\r\n')
        expect(read(text).total).toBe(cells.length)
      }),
    )
  })

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        const answer = readRejects(text)
        if (answer.ok) expect(answer.value.total).toBeGreaterThanOrEqual(0)
        else expect(answer.error.code).toBe('validation_failed')
      }),
    )
  })
})
