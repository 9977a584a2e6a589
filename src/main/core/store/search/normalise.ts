// How text and queries become words. A row's text and a query go through the same steps, so a match is a plain substring.

/**
 * Lower case (as JavaScript's locale-free `toLowerCase`: 'İ' becomes 'i' and a combining dot), then NFC.
 * Lone surrogates become U+FFFD, because the index compares UTF-8 bytes.
 */
export const normalise = (text: string): string => text.toLowerCase().normalize('NFC').toWellFormed()

/** Tokens of text that is normalised already; separators are what JavaScript's `\s` calls white space. */
export const tokensOf = (normalised: string): string[] =>
  normalised.split(/\s+/).filter(token => token !== '')

/** The normalised words of a query, in order. None when it is blank. */
export const wordsOf = (query: string): string[] => tokensOf(normalise(query))
