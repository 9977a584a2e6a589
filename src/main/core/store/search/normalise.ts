// How text and queries become words. A row's text and a query go through the same steps, so a match is a plain substring.

/**
 * Lower case (as JavaScript's locale-free `toLowerCase`: 'İ' becomes 'i' and a combining dot), then NFC.
 * Lone surrogates become U+FFFD, because the index compares UTF-8 bytes.
 */
export const normalise = (text: string): string => text.toLowerCase().normalize('NFC').toWellFormed()

/** The normalised words of a query, in order: what stands between white space (JavaScript's `\s`). None when it is blank. */
export const wordsOf = (query: string): string[] =>
  normalise(query)
    .split(/\s+/)
    .filter(word => word !== '')
