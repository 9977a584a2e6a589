// Texts in the XML of a workbook.

/** What XML 1.0 can't hold, and a carriage return, which it would read as a line feed: written as Excel does (ECMA-376, ST_Xstring). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g
/** A text that only looks like such an escape. */
const LOOKS_ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/g

const hex = (char: string) => char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')

export const xmlText = (text: string): string =>
  text
    .replaceAll(LOOKS_ESCAPED, '_x005F_')
    .replaceAll(UNWRITABLE, char => `_x${hex(char)}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
