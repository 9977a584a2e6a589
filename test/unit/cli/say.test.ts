// What a command writes: tables that programs can cut, progress for a person alone, nothing that moves a terminal's cursor.
import { describe, expect, it } from 'vitest'
import { fieldsText } from '../../../src/main/cli/commands/show.ts'
import { progressLine, table } from '../../../src/main/cli/say.ts'
import { chooseProfile } from '../../../src/main/cli/session.ts'
import type { User } from '../../../src/shared/domain/user.ts'

describe('table', () => {
  it('stands texts left and numbers right, below their names', () => {
    const rows = [
      ['Young Digerati', 128_400],
      ['Gray Power', null],
    ]
    expect(table(['NAME', 'SIZE'], rows)).toBe(
      'NAME               SIZE\nYoung Digerati  128,400\nGray Power            –\n',
    )
  })

  it('takes control characters out of names', () => {
    expect(table(['NAME'], [['\u001b[2JGone\nNext\u009b1m']])).toBe('NAME\n [2JGone Next 1m\n')
  })
})

describe('progress', () => {
  const stream = (isTTY: boolean) => {
    const written: string[] = []
    const write = (text: string) => written.push(text) > 0
    return { written, stream: { isTTY, columns: 60, write } as unknown as NodeJS.WriteStream }
  }

  it('is one line that is written over, no wider than the terminal', () => {
    const terminal = stream(true)
    const line = progressLine('Import', terminal.stream)
    line.show({ done: 500, total: 1_000, unit: 'rows' }, '')
    line.show({ done: 700, total: null, unit: 'rows' }, 'a message that is far too long to stand in a line')
    line.clear()
    const [half = '', more = '', last] = terminal.written.map(text => text.replace('\r\x1b[2K', ''))
    expect(half).toContain('[############............] 500 of 1,000 rows')
    expect(more).toMatch(/^Import 700 rows a message/)
    expect([half.length, more.length].every(length => length < 60)).toBe(true)
    expect(last).toBe('')
  })

  it('is nothing at all in a pipe', () => {
    const pipe = stream(false)
    const line = progressLine('Import spring.csv', pipe.stream)
    line.show({ done: 1, total: 2, unit: 'rows' }, '')
    line.clear()
    expect(pipe.written).toEqual([])
  })
})

it('a record is a line for each field that says something', () => {
  expect(
    fieldsText({ name: 'Gray Power', notes: 'one\ntwo', tags: ['a'], none: null, empty: [], size: 0 }),
  ).toBe('name   Gray Power\nnotes  one\n       two\ntags   ["a"]\nsize   0\n')
})

it('nothing in a record moves the cursor', () => {
  expect(fieldsText({ description: '\u001b[2Jone\r\ntwo\u009b1m', metadata: { notes: 'a\u0085b' } })).toBe(
    'description   [2Jone \n             two 1m\nmetadata     {"notes":"a b"}\n',
  )
})

describe('whose records', () => {
  const users = (...ids: string[]) => ids.map(user_id => ({ user_id }) as User)

  it.each([
    ['named', 'ana', users('ana', 'ben'), 'me', false, 'ana'],
    ['the only one', undefined, users('ana'), 'me', false, 'ana'],
    ['the account’s', undefined, users('ana', 'me'), 'me', false, 'me'],
    ['a new one that is named', 'cleo', users('ana'), 'me', true, 'cleo'],
    ['the account’s in a new workspace', undefined, [], 'me', true, 'me'],
  ])('%s', (_how, wanted, profiles, account, makes, id) => {
    expect(chooseProfile(wanted, profiles, account, makes)).toEqual({ ok: true, value: id })
  })

  it.each([
    ['nobody there', undefined, [], 'me', false, 'no profile'],
    ['nobody of that name', 'cleo', users('ana'), 'me', false, 'no profile cleo'],
    ['several', undefined, users('ana', 'ben'), 'me', false, 'several'],
    ['several, where one could be made', undefined, users('ana', 'ben'), 'me', true, 'several'],
  ])('is asked for: %s', (_how, wanted, profiles, account, makes, message) => {
    const chosen = chooseProfile(wanted, profiles, account, makes)
    expect(chosen).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) } })
  })
})
