// The cells of one row of delimited text (RFC 4180). The scanner found its ends by the same rules.

/** Cells as they stand: a cell in quotes without them, with doubled ones made single. */
export function cellsOf(row: string, delimiter: string): string[] {
  if (!row.includes('"')) return row.split(delimiter)
  const cells: string[] = []
  let at = 0
  for (;;) {
    let from = at
    while (isBlank(row[from], delimiter)) from++
    if (row[from] === '"') {
      let cell = ''
      let place = from + 1
      for (;;) {
        const quote = row.indexOf('"', place)
        const end = quote < 0 ? row.length : quote
        cell += row.slice(place, end)
        place = end + 1
        if (row[place] !== '"') break
        cell += '"'
        place++
      }
      cells.push(cell)
      at = row.indexOf(delimiter, place)
    } else {
      const end = row.indexOf(delimiter, at)
      cells.push(row.slice(at, end < 0 ? row.length : end))
      at = end
    }
    if (at < 0) return cells
    at += delimiter.length
  }
}

/** Blanks around quotes are no part of a cell; a tab that separates cells is none. */
export const isBlank = (char: string | undefined, delimiter: string) =>
  char === ' ' || (char === '\t' && delimiter !== '\t')
