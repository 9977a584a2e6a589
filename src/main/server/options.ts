// Reads the command line into what to do, or says in words what is wrong with it.
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UserId } from '../../shared/domain/user.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'

export type ServeOptions = {
  workspace: string
  port: number
  profile: string
  open: boolean
  /** The reference system's data folder. */
  migrate_from: string
}
export type HelpTopic = 'all' | 'serve' | 'verify-receipt'
export type Command =
  | { do: 'serve'; options: ServeOptions }
  /** A receipt's file, or a folder with receipts in it or below it. */
  | { do: 'verify-receipt'; path: string; json: boolean }
  | { do: 'help'; topic: HelpTopic }
  | { do: 'version' }

/** Where the reference system keeps its data, and where a workspace is when no folder is named. */
const DEFAULT_FOLDER = 'data/persistence'

const OPTIONS = {
  workspace: { type: 'string' },
  port: { type: 'string' },
  profile: { type: 'string' },
  open: { type: 'boolean' },
  'migrate-from': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/** The options of each command, and how many words follow it. */
const COMMANDS = {
  serve: { takes: ['workspace', 'port', 'profile', 'open', 'migrate-from'], words: 0 },
  'verify-receipt': { takes: ['json'], words: 1 },
} as const satisfies Record<string, { takes: readonly (keyof typeof OPTIONS)[]; words: number }>
type Name = keyof typeof COMMANDS
const isName = (word: string | undefined): word is Name => word !== undefined && Object.hasOwn(COMMANDS, word)

const wrong = (message: string, topic: Name = 'serve') =>
  fail('validation_failed', message, { hint: `Run “help ${topic}” to see what there is.` })

/** The account's name as a profile id: what an id can't hold becomes a hyphen. */
export function profileOfAccount(account: string): string {
  const id = account.replace(/[^A-Za-z0-9._@+-]+/g, '-').slice(0, 64)
  return /[A-Za-z0-9]/.test(id) ? id : 'local'
}

function accountName(): string {
  try {
    return userInfo().username
  } catch {
    // An account without a name, as in some containers.
    return ''
  }
}

function portOf(text: string | undefined): Result<number> {
  if (text === undefined) return ok(0)
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return ok(Number(text))
  return wrong(`--port must be a number from 0 to 65535, not “${text}”`)
}

function serveOptions(values: {
  workspace?: string | undefined
  port?: string | undefined
  profile?: string | undefined
  open?: boolean | undefined
  'migrate-from'?: string | undefined
}): Result<ServeOptions> {
  if (values.workspace?.trim() === '') return wrong('--workspace must name a folder')
  if (values['migrate-from']?.trim() === '') return wrong('--migrate-from must name a folder')
  const port = portOf(values.port)
  if (!port.ok) return port
  const profile = UserId.safeParse(values.profile ?? profileOfAccount(accountName()))
  if (!profile.success) return wrong(`--profile ${profile.error.issues[0]?.message ?? 'is not valid'}`)
  return ok({
    workspace: resolve(values.workspace ?? DEFAULT_FOLDER),
    port: port.value,
    profile: profile.data,
    open: values.open ?? false,
    migrate_from: resolve(values['migrate-from'] ?? DEFAULT_FOLDER),
  })
}

export function parseCommand(args: string[]): Result<Command> {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return wrong(
      error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'The command line can’t be read',
    )
  }
  const { values, positionals } = parsed
  const [command, ...words] = positionals
  if (values.version) return ok({ do: 'version' })
  const [topic] = words
  if (command === 'help' && words.length <= 1 && (topic === undefined || isName(topic)))
    return ok({ do: 'help', topic: topic ?? 'all' })
  if (values.help) return ok({ do: 'help', topic: isName(command) ? command : 'all' })
  if (command === undefined) return wrong('Say what to do: serve, verify-receipt, or help')
  if (!isName(command)) return wrong(`There is no command “${positionals.join(' ')}”`)
  const foreign = Object.keys(values).find(name => !COMMANDS[command].takes.some(own => own === name))
  if (foreign !== undefined) return wrong(`${command} takes no --${foreign}`, command)
  const extra = words[COMMANDS[command].words]
  if (extra !== undefined) return wrong(`${command} takes no “${extra}”`, command)
  if (command === 'verify-receipt') {
    const path = topic ?? ''
    if (path.trim() === '')
      return wrong('verify-receipt needs a receipt’s file, or a folder of receipts', command)
    return ok({ do: command, path, json: values.json ?? false })
  }
  const options = serveOptions(values)
  return options.ok ? ok({ do: command, options: options.value }) : options
}

const parse = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true })
