// Runs one command of the command line.
import { type Environment, EXIT, type Exit } from './command.ts'
import { COMMANDS } from './commands/index.ts'
import { helpText } from './help.ts'
import { parseCommandLine } from './parse.ts'
import { print, printJson, say, sayError } from './say.ts'
import { versionOf } from './session.ts'

async function run(args: readonly string[], environment: Environment): Promise<Exit> {
  const parsed = parseCommandLine(args, COMMANDS)
  if (!parsed.ok) {
    if (args.includes('--json')) await printJson({ error: parsed.error })
    else sayError(parsed.error)
    return EXIT.usage
  }
  switch (parsed.value.do) {
    case 'help':
      await print(helpText(parsed.value.topic, COMMANDS))
      return EXIT.done
    case 'version':
      await print(`${versionOf(environment.root)}\n`)
      return EXIT.done
    case 'run':
      return parsed.value.command.run(parsed.value.given, environment)
  }
}

/** Answers the exit code. Never throws. */
export async function runCommand(args: readonly string[], environment: Environment): Promise<Exit> {
  try {
    return await run(args, environment)
  } catch (error) {
    // Such as native code of the core that can't be loaded on this system.
    const message = error instanceof Error ? error.message : String(error)
    say(`The program can’t go on: ${message.replace(/[\r\n]+/g, ' ')}`)
    return EXIT.failed
  }
}
