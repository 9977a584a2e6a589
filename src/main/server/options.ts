// Reads the command line into what to do, or says in words what is wrong with it.
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UserId } from '../../shared/domain/user.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'

export type ServeOptions = { workspace: string; port: number; profile: string; open: boolean }
export type Command =
  | { do: 'serve'; options: ServeOptions }
  | { do: 'help'; topic: 'all' | 'serve' }
  | { do: 'version' }

const OPTIONS = {
  workspace: { type: 'string' },
  port: { type: 'string' },
  profile: { type: 'string' },
  open: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

const wrong = (message: string) =>
  fail('validation_failed', message, { hint: 'Run “help serve” to see what there is.' })

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
}): Result<ServeOptions> {
  if (values.workspace?.trim() === '') return wrong('--workspace must name a folder')
  const port = portOf(values.port)
  if (!port.ok) return port
  const profile = UserId.safeParse(values.profile ?? profileOfAccount(accountName()))
  if (!profile.success) return wrong(`--profile ${profile.error.issues[0]?.message ?? 'is not valid'}`)
  return ok({
    workspace: resolve(values.workspace ?? 'data/persistence'),
    port: port.value,
    profile: profile.data,
    open: values.open ?? false,
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
  const [command, topic, ...rest] = positionals
  if (values.version) return ok({ do: 'version' })
  if (command === 'help' && rest.length === 0 && (topic === undefined || topic === 'serve')) {
    return ok({ do: 'help', topic: topic ?? 'all' })
  }
  if (values.help) return ok({ do: 'help', topic: command === 'serve' ? 'serve' : 'all' })
  if (command === undefined) return wrong('Say what to do: serve, or help')
  if (command !== 'serve') return wrong(`There is no command “${positionals.join(' ')}”`)
  if (topic !== undefined) return wrong(`serve takes no “${topic}”`)
  const options = serveOptions(values)
  return options.ok ? ok({ do: 'serve', options: options.value }) : options
}

const parse = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true })
