// Functions of instants whose arguments are units and intervals, as DuckDB text.
import { unspoken } from '../errors.ts'
import { type Cursor, type Expr, expr, type Read } from './cursor.ts'
import { microsOf } from './functions.ts'
import type { Token } from './tokens.ts'

/** TIMESTAMP_ADD and the like: instants move by whole microseconds, months are another matter. */
export function readMoved(cursor: Cursor, token: Token, read: Read): Expr {
  const minus = token.word.endsWith('SUB')
  return cursor.inParens(() => {
    const instant = read(cursor)
    cursor.need(',')
    cursor.needWords('INTERVAL')
    const count = read(cursor)
    const micros = microsOf(cursor.next().word)
    if (micros === null) throw unspoken('intervals of months and years')
    const sign = minus ? '-' : '+'
    return expr(`make_timestamptz(epoch_us(${instant.sql}) ${sign} (${count.sql}) * ${micros})`, token)
  })
}

/** DATE_ADD and DATE_SUB. */
export function readMovedDay(cursor: Cursor, token: Token, read: Read): Expr {
  return cursor.inParens(() => {
    const day = read(cursor)
    cursor.need(',')
    cursor.needWords('INTERVAL')
    const count = read(cursor)
    const days = { DAY: 1, WEEK: 7 }[cursor.next().word]
    if (days === undefined) throw unspoken('intervals of months and years')
    const sign = token.word.endsWith('SUB') ? '-' : '+'
    return expr(`(CAST(${day.sql} AS DATE) ${sign} CAST((${count.sql}) * ${days} AS INTEGER))`, token)
  })
}

export function readDayDifference(cursor: Cursor, token: Token, read: Read): Expr {
  return cursor.inParens(() => {
    const later = read(cursor)
    cursor.need(',')
    const earlier = read(cursor)
    cursor.need(',')
    if (cursor.next().word !== 'DAY') throw unspoken('differences of dates in other units than days')
    return expr(`date_diff('day', ${earlier.sql}, ${later.sql})`, token)
  })
}

export function readDifference(cursor: Cursor, token: Token, read: Read): Expr {
  return cursor.inParens(() => {
    const later = read(cursor)
    cursor.need(',')
    const earlier = read(cursor)
    cursor.need(',')
    const micros = microsOf(cursor.next().word)
    if (micros === null) throw unspoken('differences in months and years')
    return expr(`((epoch_us(${later.sql}) - epoch_us(${earlier.sql})) // ${micros})`, token)
  })
}

export function readTruncated(cursor: Cursor, token: Token, read: Read): Expr {
  return cursor.inParens(() => {
    const instant = read(cursor)
    cursor.need(',')
    const part = cursor.next()
    if (!/^(MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR|DAY|MONTH|QUARTER|YEAR)$/.test(part.word)) {
      throw unspoken(`truncation to ${part.text}`)
    }
    const truncated = `date_trunc('${part.word.toLowerCase()}', CAST(${instant.sql} AS TIMESTAMP))`
    return expr(`CAST(${truncated} AS ${token.word === 'DATE_TRUNC' ? 'DATE' : 'TIMESTAMPTZ'})`, token)
  })
}

export function readExtract(cursor: Cursor, token: Token, read: Read): Expr {
  return cursor.inParens(() => {
    const part = cursor.next()
    if (!/^(SECOND|MINUTE|HOUR|DAY|MONTH|QUARTER|YEAR)$/.test(part.word))
      throw unspoken(`EXTRACT(${part.text})`)
    cursor.needWords('FROM')
    const value = read(cursor)
    return expr(`date_part('${part.word.toLowerCase()}', CAST(${value.sql} AS TIMESTAMP))`, token)
  })
}
