// The command line: what it understands, and what it says to what it doesn't.
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { browserCommand } from '../../../src/main/server/open-browser.ts'
import { parseCommand, profileOfAccount } from '../../../src/main/server/options.ts'
import { UserId } from '../../../src/shared/domain/user.ts'

const optionsOf = (...args: string[]) => {
  const command = parseCommand(args)
  if (!command.ok || command.value.do !== 'serve') throw new Error('not a serve command')
  return command.value.options
}
const refusal = (...args: string[]) => {
  const command = parseCommand(args)
  return command.ok ? null : command.error.message
}

describe('serve', () => {
  it('has defaults for everything', () => {
    expect(optionsOf('serve')).toEqual({
      workspace: resolve('data/persistence'),
      port: 0,
      profile: profileOfAccount(userInfo().username),
      open: false,
      migrate_from: resolve('data/persistence'),
    })
  })

  it('takes every option, in both spellings', () => {
    const profile = 'retail@example.com'
    const migrate_from = resolve('old')
    const expected = { workspace: resolve('w'), port: 8080, profile, open: true, migrate_from }
    const spaced = [
      '--workspace',
      'w',
      '--port',
      '8080',
      '--profile',
      profile,
      '--open',
      '--migrate-from',
      'old',
    ]
    expect(optionsOf('serve', ...spaced)).toEqual(expected)
    const joined = ['--port=8080', 'serve', '--workspace=w', `--profile=${profile}`, '--migrate-from=old']
    expect(optionsOf('--open', ...joined)).toEqual(expected)
  })

  it.each(['-1', '65536', '80a', '', '1e3', '0x50', '99999'])('refuses the port “%s”', port => {
    expect(refusal('serve', `--port=${port}`)).toContain('--port')
  })

  it.each(['', 'a b', '../x', 'a/b', 'x'.repeat(65), 'Zoë'])('refuses the profile “%s”', profile => {
    expect(refusal('serve', `--profile=${profile}`)).toContain('--profile')
  })

  it('refuses a workspace without a name', () => {
    expect(refusal('serve', '--workspace', ' ')).toContain('--workspace')
  })
})

describe('the rest', () => {
  it.each([
    [['help'], { do: 'help', topic: 'all' }],
    [['--help'], { do: 'help', topic: 'all' }],
    [['help', 'serve'], { do: 'help', topic: 'serve' }],
    [['serve', '-h'], { do: 'help', topic: 'serve' }],
    [['help', 'verify-receipt'], { do: 'help', topic: 'verify-receipt' }],
    [['verify-receipt', '--help'], { do: 'help', topic: 'verify-receipt' }],
    [['verify-receipt', 'a.receipt.json'], { do: 'verify-receipt', path: 'a.receipt.json', json: false }],
    [['--json', 'verify-receipt', '--', '-a'], { do: 'verify-receipt', path: '-a', json: true }],
    [['--version'], { do: 'version' }],
  ])('%j', (args, command) => expect(parseCommand(args)).toEqual({ ok: true, value: command }))

  it.each([
    [[]],
    [['open']],
    [['serve', 'here']],
    [['serve', '--prot', '1']],
    [['help', 'me']],
    [['help', 'serve', 'me']],
    [['help', 'toString']],
    [['constructor']],
    [['serve', '--port']],
    [['serve', '--json']],
    [['verify-receipt']],
    [['verify-receipt', ' ']],
    [['verify-receipt', 'a', 'b']],
    [['verify-receipt', 'a', '--workspace', 'w']],
  ])('is refused in words: %j', args => {
    const command = parseCommand(args)
    expect(command).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
    expect(refusal(...args)).toMatch(/\w{3,}/)
  })
})

it.each([
  ['retail', 'retail'],
  ['CORP\\retail analytics', 'CORP-retail-analytics'],
  ['Zoë', 'Zo-'],
  ['分析', 'local'],
  ['', 'local'],
  ['x'.repeat(80), 'x'.repeat(64)],
])('the account “%s” becomes the profile “%s”', (account, profile) => {
  expect(profileOfAccount(account)).toBe(profile)
  expect(UserId.safeParse(profile).success).toBe(true)
})

it.each(['linux', 'darwin', 'win32', 'freebsd'] as const)(
  'the browser on %s gets the address as one argument of no shell',
  platform => {
    const address = 'http://127.0.0.1:8080/#token=a&b;c'
    const [program, args] = browserCommand(platform, address)
    expect(['xdg-open', 'open', 'rundll32.exe']).toContain(program)
    expect(args.at(-1)).toBe(address)
  },
)
