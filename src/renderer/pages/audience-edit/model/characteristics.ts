// A segment's characteristics as lines of `name: value` that a person can edit, and back to JSON without loss.
import type { Segment } from '../../../../shared/domain/audience.ts'

type Characteristics = Segment['characteristics']
type Json = Characteristics[string]

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** A string that would read back as another JSON value, or not at all, keeps its quotation marks. */
function valueText(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  const plain = value !== '' && value === value.trim() && !value.includes('\n') && parsed(value) === undefined
  return plain ? value : JSON.stringify(value)
}

const keyText = (key: string) => (/^[^":\n]+$/.test(key) && key === key.trim() ? key : JSON.stringify(key))

export const characteristicsText = (value: Characteristics) =>
  Object.entries(value)
    .map(([key, item]) => `${keyText(key)}: ${valueText(item)}`)
    .join('\n')

const LINE = /^\s*(?:("(?:[^"\\]|\\.)*")|([^":]+?))\s*:\s*(.*?)\s*$/

/** Refuses with the number of the first line that has no `name: value`. Empty lines are passed over. */
export function parseCharacteristics(
  text: string,
): { ok: true; value: Characteristics } | { ok: false; line: number } {
  const entries: [string, Json][] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const found = LINE.exec(line)
    const key = found?.[1] ? parsed(found[1]) : found?.[2]
    if (!found || typeof key !== 'string' || !found[3]) return { ok: false, line: index + 1 }
    const value = parsed(found[3])
    entries.push([key, value === undefined ? found[3] : value])
  }
  return { ok: true, value: Object.fromEntries(entries) }
}
