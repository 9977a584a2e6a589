// A path as DuckDB's readers take it: as a pattern, which names of files and folders may look like.

/** The pattern of this one path, whatever brackets, stars and question marks are in it. */
export const patternOf = (path: string): string => path.replace(/[*?[]/g, '[$&]')
