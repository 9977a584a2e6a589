// Reads the command line into a command and what it was given, or says in words what is wrong with it.
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { UserId } from '../../shared/domain/user.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Command, Given, Word } from './command.ts'

export type Commands = Readonly<Record<string, Command>>
export type Parsed =
  | { do: 'run'; name: string; command: Command; given: Given }
  /** `topic` null: of all commands. */
  | { do: 'help'; topic: string | null }
  | { do: 'version' }

/** Where the reference system keeps its data, and where a workspace is when no folder is named. */
export const DEFAULT_FOLDER = 'data/persistence'

export const wrong = (message: string, topic?: string) =>
  fail('validation_failed', message, {
    hint: `Run “help${topic === undefined ? '' : ` ${topic}`}” to see what there is.`,
  })

/** The account's name as a profile id: what an id can't hold becomes a hyphen. */
export function profileOfAccount(account: string): string {
  const id = account.replace(/[^A-Za-z0-9._@+-]+/g, '-').slice(0, 64)
  return /[A-Za-z0-9]/.test(id) ? id : 'local'
}

export function accountName(): string {
  try {
    return userInfo().username
  } catch {
    // An account without a name, as in some containers.
    return ''
  }
}

const STANDING = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

function wordsFit(words: readonly string[], wanted: readonly Word[], name: string): Result<null> {
  const missing = wanted.find((word, index) => !word.optional && (words[index] ?? '').trim() === '')
  if (missing) return wrong(`${name} needs ${missing.name}: ${missing.says}`, name)
  const extra = wanted.at(-1)?.many ? undefined : words[wanted.length]
  return extra === undefined ? ok(null) : wrong(`${name} takes no “${extra}”`, name)
}

/** What every command that has it understands in the same way. */
function optionsFit(given: Given, name: string): Result<null> {
  const workspace = given.text('workspace')
  if (workspace?.trim() === '') return wrong('--workspace must name a folder', name)
  const profile = given.text('profile')
  const parsed = UserId.safeParse(profile ?? 'none')
  return parsed.success
    ? ok(null)
    : wrong(`--profile ${parsed.error.issues[0]?.message ?? 'is not valid'}`, name)
}

export function parseCommandLine(args: readonly string[], commands: Commands): Result<Parsed> {
  const known = Object.assign({}, ...Object.values(commands).map(command => command.options))
  const options = Object.fromEntries(
    Object.entries(known as Command['options']).map(([name, { type }]) => [name, { type }]),
  )
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...options, ...STANDING },
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    return wrong(
      error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'The command line can’t be read',
    )
  }
  const { values, positionals } = parsed
  const [name, ...words] = positionals
  const commandOf = (word: string | undefined) =>
    word !== undefined && Object.hasOwn(commands, word) ? commands[word] : undefined
  if (values.version) return ok({ do: 'version' })
  const [topic] = words
  if (name === 'help' && words.length <= 1 && (topic === undefined || commandOf(topic)))
    return ok({ do: 'help', topic: topic ?? null })
  const command = commandOf(name)
  if (values.help) return ok({ do: 'help', topic: command && name !== undefined ? name : null })
  if (name === undefined) return wrong('Say what to do, such as “serve” or “list audiences”')
  if (!command) return wrong(`There is no command “${positionals.join(' ')}”`)
  const foreign = Object.keys(values).find(each => !Object.hasOwn(command.options, each))
  if (foreign !== undefined) return wrong(`${name} takes no --${foreign}`, name)
  const given: Given = {
    words,
    text: option => {
      const value = values[option]
      return typeof value === 'string' ? value : undefined
    },
    is: option => values[option] === true,
  }
  for (const fit of [
    wordsFit(words, command.words ?? [], name),
    optionsFit(given, name),
    command.check?.(given) ?? ok(null),
  ])
    if (!fit.ok) return fit
  return ok({ do: 'run', name, command, given })
}
