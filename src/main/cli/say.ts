// What a command writes: results to stdout, everything else to stderr, progress only where a person watches.
import { type AppError, inSentences } from '../../shared/errors.ts'

const WIDTH = 24

/** Control characters in what others wrote can't move the cursor or colour the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const plain = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')

/** The same for texts of several lines. */
export const printable = (text: string) => text.split('\n').map(plain).join('\n')

export const say = (text: string) => void process.stderr.write(`${printable(text)}\n`)

export function sayError(error: AppError): void {
  say(plain(inSentences(error)))
  const fields: unknown = error.details?.fields
  if (!Array.isArray(fields)) return
  for (const field of fields.slice(0, 20) as { path?: string; message?: string }[])
    say(`  ${plain(`${field.path ?? ''} ${field.message ?? ''}`.trim())}`)
}

/** Whether a program behind the pipe, such as head, has what it wanted and is gone. */
export const isEnough = (error: unknown) => Object(error).code === 'EPIPE'

/** All of it is written when it resolves: the program ends right after. Rejects when the disk takes no more. */
export const print = (text: string) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.write(text, error => (error && !isEnough(error) ? reject(error) : resolve()))
  })
export const printJson = (value: unknown) => print(`${JSON.stringify(value, null, 2)}\n`)

/** Columns under their names; numbers stand right. No rule lines: it goes through `grep` and `cut` as well. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const texts = rows.map(row => row.map(cell => (cell === null ? '–' : plain(cell.toLocaleString('en')))))
  const widths = heads.map((head, at) => Math.max(head.length, ...texts.map(row => (row[at] ?? '').length)))
  const right = heads.map((_, at) => rows.some(row => typeof row[at] === 'number'))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (right[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  return `${[line(heads), ...texts.map(line)].join('\n')}\n`
}

export type Progress = { done: number; total: number | null; unit: string }

/** One line that is written over; nothing at all in a pipe. */
export function progressLine(title: string, stream: NodeJS.WriteStream = process.stderr) {
  const shown = stream.isTTY === true
  return {
    show({ done, total, unit }: Progress, message: string) {
      if (!shown) return
      const share = total ? Math.min(1, done / total) : null
      const bar = share === null ? '' : `[${'#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.')}] `
      const of = total === null ? '' : ` of ${total.toLocaleString('en')}`
      const text = `${plain(title)} ${bar}${done.toLocaleString('en')}${of} ${unit} ${plain(message)}`
      stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`)
    },
    clear() {
      if (shown) stream.write('\r\x1b[2K')
    },
  }
}
