// A text that a spreadsheet would take for a formula gets an apostrophe before it in CSV, and loses it when we read it back.
// One that begins with apostrophes before such a character gets one more, so that the way there and back is exact.

/** What begins a formula, also as a full-width character (https://owasp.org/www-community/attacks/CSV_Injection). */
const DANGEROUS = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const GUARDED = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

export const guardFormula = (text: string): string => (DANGEROUS.test(text) ? `'${text}` : text)

/** The text as it was before `guardFormula`; of other programs' files, a text that was guarded in the same way. */
export const unguardFormula = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text)
