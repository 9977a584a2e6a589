// Values on the wire: parameters with their types, and cells read exactly as their columns say.
import { pacer } from '../../pace.ts'
import type { Cell, Column, Parameter, Row } from '../face.ts'
import { type WireField, WireRow } from './answers.ts'
import { Unreadable } from './seen.ts'

type WireParameter = {
  name: string
  parameterType: { type: string; arrayType?: { type: string } }
  parameterValue: { value?: string | null; arrayValues?: { value: string }[] }
}

/** The client drops values whose type it was told as text, and has none for null and empty lists: these are the API's own. */
export function wireParameters(parameters: Readonly<Record<string, Parameter>>): WireParameter[] {
  return Object.entries(parameters).map(([name, given]): WireParameter => {
    if (given.type === 'STRING[]') {
      return {
        name,
        parameterType: { type: 'ARRAY', arrayType: { type: 'STRING' } },
        parameterValue: { arrayValues: given.value.map(value => ({ value })) },
      }
    }
    const value = given.value === null ? null : String(given.value)
    return { name, parameterType: { type: given.type }, parameterValue: { value } }
  })
}

/** Microseconds since 1970, as the API writes TIMESTAMP, to ISO 8601. What is below a millisecond is cut off. */
function instantOf(text: string): string {
  if (!/^-?\d+$/.test(text)) throw new Unreadable('A TIMESTAMP is not a number of microseconds')
  const micros = BigInt(text)
  const millis = micros / 1_000n - (micros < 0n && micros % 1_000n !== 0n ? 1n : 0n)
  const at = new Date(Number(millis))
  if (Number.isNaN(at.getTime())) throw new Unreadable('A TIMESTAMP is out of range')
  return at.toISOString()
}

function wholeOf(text: string): number {
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) throw new Unreadable('An INT64 is beyond 2^53')
  return value
}

function cellOf(column: Column, wire: WireRow['f'][number]['v']): Cell {
  if (column.type === 'STRING[]') {
    if (!Array.isArray(wire)) throw new Unreadable(`${column.name} is not a list`)
    return wire.map(({ v }) => {
      if (v === null) throw new Unreadable(`${column.name} holds null`)
      return v
    })
  }
  if (Array.isArray(wire)) throw new Unreadable(`${column.name} is a list`)
  if (wire === null) return null
  switch (column.type) {
    case 'STRING':
    case 'JSON':
      return wire
    case 'INT64':
      return wholeOf(wire)
    case 'BOOL':
      return wire === 'true'
    case 'TIMESTAMP':
      return instantOf(wire)
  }
}

/** Columns are found by their names, so that a newer table with more of them is still read. Throws Unreadable. */
export function rowReader(fields: readonly WireField[], columns: readonly Column[]): (row: unknown) => Row {
  const places = columns.map(column => {
    const at = fields.findIndex(({ name }) => name.toLowerCase() === column.name.toLowerCase())
    if (at < 0) throw new Unreadable(`There is no column ${column.name}`)
    return { column, at }
  })
  return row => {
    const { success, data } = WireRow.safeParse(row)
    if (!success) throw new Unreadable('an answer')
    return Object.fromEntries(
      places.map(({ column, at }) => {
        const cell = data.f[at]
        if (!cell) throw new Unreadable('A row is shorter than the schema')
        return [column.name, cellOf(column, cell.v)]
      }),
    )
  }
}

/** The rows of one answer, in slices. Throws Unreadable. */
export async function readRows(
  rows: readonly unknown[],
  fields: readonly WireField[],
  columns: readonly Column[],
): Promise<Row[]> {
  const [read, pace] = [rowReader(fields, columns), pacer()]
  const found: Row[] = []
  for (const row of rows) {
    found.push(read(row))
    await pace()
  }
  return found
}
