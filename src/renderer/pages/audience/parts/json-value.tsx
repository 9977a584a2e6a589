// JSON that the app has no field for, readable: short values in words, nested ones as indented lines.
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

/** `hh_income_max` → `Hh income max`: keys are other programs' names, shown as words. */
export function wordsOfKey(key: string): string {
  const words = key
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .trim()
  return words === '' ? key : words.charAt(0).toUpperCase() + words.slice(1)
}

const isPlain = (value: unknown) => typeof value !== 'object' || value === null

export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return t.audience.nothing
  if (typeof value === 'boolean') return value ? t.audience.yes : t.audience.no
  if (typeof value === 'number') return exactNumber(value)
  return String(value)
}

export function JsonValue({ value }: { value: unknown }) {
  if (isPlain(value)) return <span className="break-words whitespace-pre-wrap">{plainText(value)}</span>
  if (Array.isArray(value) && value.every(isPlain))
    return (
      <span className="break-words">
        {value.length > 0 ? value.map(plainText).join(', ') : t.audience.nothing}
      </span>
    )
  const entries = Object.entries(value as object)
  if (entries.length === 0) return <span>{t.audience.nothing}</span>
  return (
    <ul className="flex flex-col gap-0.5 border-l border-line pl-2">
      {entries.map(([key, item]) => (
        <li key={key}>
          <span className="text-ink-3">{Array.isArray(value) ? Number(key) + 1 : wordsOfKey(key)}</span>{' '}
          <JsonValue value={item} />
        </li>
      ))}
    </ul>
  )
}
