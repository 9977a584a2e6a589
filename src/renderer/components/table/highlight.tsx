// Marks the searched words in a text.
const literal = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export function Highlight({ text, search }: { text: string; search: string | undefined }) {
  const words = search?.trim().split(/\s+/).filter(Boolean) ?? []
  if (words.length === 0) return text
  const parts = text.split(new RegExp(`(${words.map(literal).join('|')})`, 'giu'))
  // Split with one group: every second part is a match. Parts have no identity but their place.
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))
}
