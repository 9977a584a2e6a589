// The users of the reference's folder: which profile each one's records go to, and what its files say of them.
import { createHash } from 'node:crypto'
import { UserId } from '../../../shared/domain/user.ts'
import { parseJson } from '../lenient-json.ts'
import { lineOf } from './cells.ts'
import type { SourceDuck } from './duck.ts'
import type { SourceFile } from './terms.ts'

export type Person = { display_name: string; email: string; organization: string }

/**
 * Of a user who is not the signed-in profile: the same id, or one made from it where it can't be one here, or is `taken`
 * by somebody else's records.
 */
export function profileIdOf(source_user: string, taken: string | null): string {
  if (source_user !== taken && UserId.safeParse(source_user).data === source_user) return source_user
  return `user_${createHash('sha256').update(source_user).digest('hex').slice(0, 32)}`
}

const TOLD = ['user_id', 'display_name', 'name', 'email', 'organization']
const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

/** By id. What can't be read is no loss: it is only for the names of new profiles. Passwords and tokens aren't read. */
export async function peopleIn(duck: SourceDuck, files: readonly SourceFile[]): Promise<Map<string, Person>> {
  const people = new Map<string, Person>()
  for (const { pattern, user_id } of files) {
    try {
      const described = await duck.all('DESCRIBE SELECT * FROM read_parquet($1, hive_partitioning = false)', [
        pattern,
      ])
      const columns = described.map(row => String(row.column_name)).filter(name => TOLD.includes(name))
      if (columns.length === 0) continue
      const cells = columns.map(column => `'${column}': "${column}"::VARCHAR`).join(', ')
      const rows = await duck.all(
        `SELECT to_json({${cells}})::VARCHAR AS cells FROM read_parquet($1, hive_partitioning = false)`,
        [pattern],
      )
      for (const { cells } of rows) {
        const row = parseJson(String(cells)) as Record<string, string | null>
        const id = row.user_id ?? user_id
        const email = lineOf(row.email, 200)
        people.set(id, {
          display_name: lineOf(row.display_name ?? row.name, 100) || lineOf(id, 100),
          email: isEmail(email) ? email : '',
          organization: lineOf(row.organization, 200),
        })
      }
    } catch {
      // Names only.
    }
  }
  return people
}
