// What the command line says of itself, made of the commands.
import type { Command, Word } from './command.ts'
import type { Commands } from './parse.ts'

const wordText = ({ name, optional, many }: Word) => {
  const text = `${name}${many ? ' …' : ''}`
  return optional ? `[${text}]` : text
}
const optionText = (name: string, value: string | undefined) => `--${name}${value ? ` ${value}` : ''}`

/** Pairs below each other, the second one of all in one column. */
function columns(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([left]) => left.length))
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')
}

const usage = (name: string, { words = [] }: Command) => [name, ...words.map(wordText)].join(' ')

function helpOf(name: string, command: Command): string {
  const words = (command.words ?? []).map(word => [word.name, word.says] as const)
  const options = Object.entries(command.options).map(
    ([option, { value, says }]) => [optionText(option, value), says] as const,
  )
  const pairs = [...words, ...options]
  const notes = command.notes ? `\n${command.notes}\n` : ''
  const head = `${usage(name, command)}${options.length > 0 ? ' [OPTIONS]' : ''}`
  return `${head}\n\n${command.summary}.\n\n${pairs.length > 0 ? columns(pairs) : ''}${notes}`
}

const ABOUT = `Exit codes: 0 done, 1 failed or refused, 2 the command line was wrong, 3 done with something left to see to
(refused rows, decisions, damage), 130 interrupted.
`

/** `topic` null: of all commands. */
export function helpText(topic: string | null, commands: Commands): string {
  const command = topic === null ? undefined : commands[topic]
  if (topic !== null && command) return helpOf(topic, command)
  const all = Object.entries(commands).map(([name, each]) => [usage(name, each), each.summary] as const)
  const list = columns([
    ...all,
    ['help [COMMAND]', 'Show this, or all of one command'],
    ['--version', 'Show the version'],
  ])
  return `Activation Manager: saved audiences on a local Parquet workspace.\n\n${list}\n${ABOUT}`
}
