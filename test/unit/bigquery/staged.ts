// Rows as the pages of a staging file, as a push cuts them.
import type { Column, Row } from '../../../src/main/core/bigquery/face.ts'
import { pagesOf } from '../../../src/main/core/bigquery/rows/pages.ts'
import { writeStaging } from '../../../src/main/core/bigquery/rows/staging.ts'

const PAGE = 500

/** Writes the file; what `rows` throws comes through. */
export function staged(path: string, columns: readonly Column[], rows: Iterable<Row>) {
  async function* pages() {
    let page: Row[] = []
    for (const row of rows) {
      page.push(row)
      if (page.length < PAGE) continue
      yield await pagesOf(columns, page, () => undefined)
      page = []
    }
    yield await pagesOf(columns, page, () => undefined)
  }
  return writeStaging(path, columns, pages())
}
