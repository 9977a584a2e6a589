// The command line: what it understands, and what it says to what it doesn't.
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../src/main/cli/commands/index.ts'
import { serveOptions } from '../../../src/main/cli/commands/serve.ts'
import { helpText } from '../../../src/main/cli/help.ts'
import { browserCommand } from '../../../src/main/cli/open-browser.ts'
import { parseCommandLine, profileOfAccount } from '../../../src/main/cli/parse.ts'
import { UserId } from '../../../src/shared/domain/user.ts'

const parse = (args: string[]) => parseCommandLine(args, COMMANDS)
const optionsOf = (...args: string[]) => {
  const parsed = parse(args)
  const options = parsed.ok && parsed.value.do === 'run' ? serveOptions(parsed.value.given) : null
  if (!options?.ok) throw new Error('not a serve command')
  return options.value
}
const refusal = (...args: string[]) => {
  const command = parse(args)
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
    [['help'], { do: 'help', topic: null }],
    [['--help'], { do: 'help', topic: null }],
    [['help', 'serve'], { do: 'help', topic: 'serve' }],
    [['serve', '-h'], { do: 'help', topic: 'serve' }],
    [['help', 'verify-receipt'], { do: 'help', topic: 'verify-receipt' }],
    [['verify-receipt', '--help'], { do: 'help', topic: 'verify-receipt' }],
    [['--version'], { do: 'version' }],
  ])('%j', (args, command) => expect(parse(args)).toEqual({ ok: true, value: command }))

  it.each([
    [['verify-receipt', 'a.receipt.json'], 'verify-receipt', ['a.receipt.json'], {}],
    [['--json', 'verify-receipt', '--', '-a'], 'verify-receipt', ['-a'], { json: true }],
    [['list', 'audiences', '--status=active,draft'], 'list', ['audiences'], { status: 'active,draft' }],
    [['import', 'a.csv', 'b.csv', '--dry-run'], 'import', ['a.csv', 'b.csv'], { 'dry-run': true }],
    [
      ['export', 'platforms', '--to', 'p.csv', '--force'],
      'export',
      ['platforms'],
      { to: 'p.csv', force: true },
    ],
    [['migrate', 'old', '--all'], 'migrate', ['old'], { all: true }],
  ])('%j is understood', (args, name, words, options) => {
    const parsed = parse(args)
    if (!parsed.ok || parsed.value.do !== 'run') throw new Error('not understood')
    const { given } = parsed.value
    expect(parsed.value.name).toBe(name)
    expect(given.words).toEqual(words)
    for (const [option, value] of Object.entries(options))
      expect(value === true ? given.is(option) : given.text(option)).toBe(value)
  })

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
    [['list']],
    [['list', 'segments']],
    [['list', 'audiences', '--limit', '0']],
    [['list', 'audiences', '--limit', 'all']],
    [['list', 'platforms', '--tag', 'retail']],
    [['show']],
    [['show', 'a', 'b']],
    [['import']],
    [['import', 'a.csv', '--mode', 'merge']],
    [['import', 'a.csv', '--mode', 'replace']],
    [['import', 'a.csv', '--mode', 'replace', '--tag', 'a', '--campaign', 'b']],
    [['export', 'audiences', '--to', 'a.txt']],
    [['export', 'audiences', '--format', 'pdf']],
    [['migrate']],
    [['migrate', 'old', '--all', '--user', 'u']],
    [['push', 'now']],
    [['backup']],
    [['restore', 'b.backup', '--replace', '--bring-back']],
    [['restore', 'b.backup', '--new-folder', ' ']],
    [['verify', 'a', 'b']],
    [['pull', '--dry-run']],
    [['list', 'audiences', '--profile', 'a b']],
  ])('is refused in words: %j', args => {
    const command = parse(args)
    expect(command).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
    expect(refusal(...args)).toMatch(/\w{3,}/)
  })

  it('the help names every command, and of each its words and options', () => {
    const all = helpText(null, COMMANDS)
    for (const [name, { summary, words = [], options, notes }] of Object.entries(COMMANDS)) {
      expect(all).toContain(summary)
      const own = helpText(name, COMMANDS)
      for (const part of [summary, notes ?? '', ...words.map(word => word.says)]) expect(own).toContain(part)
      for (const [option, { says }] of Object.entries(options)) {
        expect(own).toContain(`--${option}`)
        expect(own).toContain(says)
      }
    }
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
