// Instants and errors, as they cross every door.
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/shared/domain/error.ts'
import { line, prose, Timestamp } from '../../../src/shared/domain/values.ts'
import { fail, fieldErrors, inSentences, invalid, ok } from '../../../src/shared/errors.ts'

describe('Timestamp', () => {
  it.each([
    '2026-11-22T09:30:00.000Z',
    '1970-01-01T00:00:00.000Z',
    '2024-02-29T23:59:59.999Z',
    '9999-12-31T23:59:59.999Z',
  ])('takes %s', text => {
    expect(Timestamp.safeParse(text).success).toBe(true)
  })

  it.each([
    '2026-11-22',
    '2026-11-22T09:30:00Z',
    '2026-11-22T09:30:00.000+01:00',
    '2026-11-22T09:30:00.000',
    '2026-11-22 09:30:00.000Z',
    '2023-02-29T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00.000Z',
    '+010000-01-01T00:00:00.000Z',
    '',
  ])('refuses %j', text => {
    expect(Timestamp.safeParse(text).success).toBe(false)
  })
})

describe('text', () => {
  it('has no byte order mark before it: readers of the stored files would take it away', () => {
    expect(prose(3).parse('\ufeff\ufeffa\ufeffb')).toBe('a\ufeffb')
    expect(prose(3).parse(`\ufeff${'x'.repeat(3)}`)).toBe('xxx')
    expect(prose(3).parse('\ufeff')).toBe('')
    expect(line(3).parse('\ufeffa\ufeffb\ufeff')).toBe('a\ufeffb')
  })

  it('is otherwise as it was written', () => {
    for (const text of ['', ' a\n', '\u200b', '\ufffe', '😀']) expect(prose(3).parse(text)).toBe(text)
  })
})

describe('errors', () => {
  it('are values of one shape', () => {
    expect(ok(3)).toEqual({ ok: true, value: 3 })
    const { error } = fail('conflict', 'Changed in the meantime', {
      hint: 'Look again.',
      details: { current_version: 2 },
    })
    expect(AppError.parse(error)).toEqual(error)
  })

  it('of validation name their fields', () => {
    const fields = [
      { path: 'name', message: 'is required' },
      { path: 'segments[1].size', message: 'must not be negative' },
    ]
    const { error } = invalid(fields)
    expect(error.message).toBe('name: is required (and 1 more)')
    expect(fieldErrors(error)).toEqual(fields)
    expect(invalid([]).error.message).toBe('The input is not valid')
    expect(invalid([{ path: '', message: 'takes one' }]).error.message).toBe('takes one')
  })

  it('are said in whole sentences, whether or not they end as one', () => {
    for (const message of ['It is empty', 'It is empty.'])
      expect(inSentences({ message, hint: 'Choose another.' })).toBe('It is empty. Choose another.')
    expect(inSentences({ message: 'It is empty' })).toBe('It is empty')
  })

  it('of another kind have no fields', () => {
    expect(fieldErrors(fail('conflict', 'x').error)).toEqual([])
    expect(fieldErrors(fail('validation_failed', 'x', { details: { fields: 'name' } }).error)).toEqual([])
  })
})
