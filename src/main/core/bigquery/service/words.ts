// What a push says of itself while it runs.
const count = (rows: number) => `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`

export const words = {
  load: (table: string, rows: number) =>
    rows === 0 ? `Looking what changed in ${table}` : `Preparing ${count(rows)} of ${table}`,
  merge: (table: string, rows: number) => `Bringing ${count(rows)} into ${table}`,
  drop: (table: string) => `Clearing up after ${table}`,
  done: (table: string) => `${table} is done`,
  pull: (table: string, rows: number) =>
    rows === 0 ? `Asking what changed in ${table}` : `Reading ${count(rows)} of ${table}`,
}
