// What the cells of a workbook's sheets rest on: which sheets there are, the texts that cells share, and which styles are dates.
import { unreadable } from '../reading/failures.ts'
import { isDateFormat } from './dates.ts'
import { cellText, readXml } from './xml.ts'
import { type Archive, openArchive } from './zip.ts'

export type Sheet = { name: string; part: string }
export type Workbook = {
  archive: Archive
  sheets: Sheet[]
  from1904: boolean
  /** Whether a cell's style makes a date of its number. */
  isDate(style: number): boolean
  /** Read when they are first asked for. */
  strings(): Promise<readonly string[]>
}

const WORKBOOK = 'xl/workbook.xml'
const MOST_STRINGS = 5_000_000

/** Targets of relations, by id, as names of parts. */
async function relationsOf(archive: Archive): Promise<Map<string, string>> {
  const relations = new Map<string, string>()
  const part = 'xl/_rels/workbook.xml.rels'
  await readXml(await archive.open(part, true), {
    open(name, { Id, Target }) {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return
      relations.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  return relations
}

async function sheetsOf(archive: Archive): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const relations = await relationsOf(archive)
  const sheets: Sheet[] = []
  let from1904 = false
  await readXml(await archive.open(WORKBOOK, true), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      const part = relation === undefined ? undefined : relations.get(relation)
      // Charts are sheets as well, but of no cells.
      if (attributes.name !== undefined && part?.includes('worksheets/'))
        sheets.push({ name: attributes.name, part })
    },
  })
  return { sheets, from1904 }
}

/** Of each style, whether it is a date's. */
async function datesOf(archive: Archive): Promise<boolean[]> {
  const part = 'xl/styles.xml'
  if (!archive.has(part)) return []
  const codes = new Map<number, string>()
  const dates: boolean[] = []
  let inStyles = false
  await readXml(await archive.open(part, true), {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode)
      if (name === 'cellXfs') inStyles = true
      if (name === 'xf' && inStyles)
        dates.push(isDateFormat(Number(numFmtId ?? 0), codes.get(Number(numFmtId))))
    },
    close(name) {
      if (name === 'cellXfs') inStyles = false
    },
  })
  return dates
}

async function stringsOf(archive: Archive): Promise<string[]> {
  const part = 'xl/sharedStrings.xml'
  if (!archive.has(part)) return []
  const strings: string[] = []
  let current = ''
  let inText = false
  let phonetic = 0
  await readXml(await archive.open(part, true), {
    open(name) {
      if (name === 'si') current = ''
      if (name === 'rPh') phonetic++
      inText = name === 't' && phonetic === 0
    },
    text(text) {
      if (inText) current += text
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') phonetic--
      if (name !== 'si') return
      strings.push(cellText(current))
      if (strings.length > MOST_STRINGS) unreadable('has more than 5,000,000 different texts. Save it as CSV')
    },
  })
  return strings
}

/** Throws `Unreadable`, and the file system's errors. Close its archive at the end. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const archive = await openArchive(path)
  try {
    if (archive.has('xl/workbook.bin')) unreadable('is a binary workbook (.xlsb); save it as .xlsx')
    if (!archive.has(WORKBOOK)) unreadable('is a ZIP file, but no Excel workbook (.xlsx)')
    const { sheets, from1904 } = await sheetsOf(archive)
    if (sheets.length === 0) unreadable('has no sheet with cells')
    const dates = await datesOf(archive)
    let strings: Promise<string[]> | null = null
    return {
      archive,
      sheets,
      from1904,
      isDate: style => dates[style] ?? false,
      strings() {
        strings ??= stringsOf(archive)
        return strings
      },
    }
  } catch (error) {
    archive.close()
    throw error
  }
}
