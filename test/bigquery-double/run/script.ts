// One query job's text: a statement, or several one after another.
import type { Table } from '../catalog.ts'
import { GoogleError, invalidQuery } from '../errors.ts'
import { fieldsOfColumns, type Result, resultOf } from '../results.ts'
import { readStatement } from '../sql/read.ts'
import type { Dml, Statement } from '../sql/statement.ts'
import { statementsOf, type Token, tokenise } from '../sql/tokens.ts'
import { blindContext, contextOf, type Session } from './context.ts'
import { runDdl } from './ddl.ts'
import { type Changed, runDelete, runInsert, runUpdate, TWICE } from './dml.ts'
import { asGoogle } from './duck-errors.ts'
import { bytesRead } from './estimate.ts'
import { runMerge } from './merge.ts'
import { createPolicy, dropPolicy } from './policies.ts'

export type Outcome = {
  statementType: string
  result: Result | null
  changed: Changed | null
  bytes: number
  tables: readonly Table[]
  children: readonly Outcome[]
}

const isDml = (statement: Statement): statement is Dml =>
  ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(statement.kind)

function runDml(session: Session, statement: Dml): Promise<Changed> {
  switch (statement.kind) {
    case 'INSERT':
      return runInsert(session, statement)
    case 'UPDATE':
      return runUpdate(session, statement)
    case 'DELETE':
      return runDelete(session, statement)
    case 'MERGE':
      return runMerge(session, statement)
  }
}

type Made = { result: Result | null; changed: Changed | null }
const NOTHING: Made = { result: null, changed: null }

class Script {
  inTransaction = false

  async run(statement: Statement, session: Session): Promise<Made> {
    if (isDml(statement)) return { result: null, changed: await runDml(session, statement) }
    switch (statement.kind) {
      case 'SELECT':
        return { result: resultOf(await session.world.engine.query(statement.sql)), changed: null }
      case 'BEGIN_TRANSACTION':
        if (this.inTransaction) throw invalidQuery('Transaction is already in progress')
        return this.#turn(session, 'BEGIN', true)
      case 'COMMIT_TRANSACTION':
      case 'ROLLBACK_TRANSACTION':
        if (!this.inTransaction) throw invalidQuery('There is no transaction in progress')
        return this.#turn(session, statement.kind === 'COMMIT_TRANSACTION' ? 'COMMIT' : 'ROLLBACK', false)
    }
    if (this.inTransaction) {
      throw invalidQuery(`${statement.kind.replaceAll('_', ' ')} is not supported inside a transaction`)
    }
    if (statement.kind === 'CREATE_ROW_ACCESS_POLICY') await createPolicy(session, statement)
    else if (statement.kind === 'DROP_ROW_ACCESS_POLICY') await dropPolicy(session, statement)
    else await runDdl(session, statement)
    return NOTHING
  }

  async #turn({ world }: Session, sql: string, open: boolean): Promise<Made> {
    await world.engine.run(sql)
    this.inTransaction = open
    return NOTHING
  }
}

function readAll(session: Session, text: string): Token[][] {
  const statements = statementsOf(tokenise(text))
  if (statements.length === 0) throw invalidQuery('Syntax error: Unexpected end of script at [1:1]')
  for (const tokens of statements) readStatement(tokens, text, blindContext(session))
  session.params.rewind()
  return statements
}

const sourceOf = (text: string, tokens: readonly Token[]) =>
  text.slice(tokens[0]?.from ?? 0, tokens.at(-1)?.from ?? 0)

async function runOne(
  session: Session,
  script: Script,
  text: string,
  tokens: readonly Token[],
): Promise<Outcome> {
  const touched = new Set<Table>()
  const own = { ...session, touched, now: session.world.clock.tick() }
  const statement = readStatement(tokens, text, contextOf(own))
  const made = await script.run(statement, own)
  for (const table of touched) session.touched.add(table)
  const whole = isDml(statement)
  const bytes = await bytesRead(session.world.engine, sourceOf(text, tokens), touched, whole)
  return { statementType: statement.kind, ...made, bytes, tables: [...touched], children: [] }
}

/** Throws a GoogleError. A script that fails keeps what it did before, except in a transaction. */
export async function runScript(session: Session, text: string): Promise<Outcome> {
  const script = new Script()
  try {
    const statements = readAll(session, text)
    const done: Outcome[] = []
    for (const tokens of statements) done.push(await runOne(session, script, text, tokens))
    const last = done.at(-1)
    if (done.length === 1 && last) return last
    return {
      statementType: 'SCRIPT',
      result: last?.result ?? null,
      changed: last?.changed ?? null,
      bytes: done.reduce((sum, one) => sum + one.bytes, 0),
      tables: [...new Set(done.flatMap(one => one.tables))],
      children: done,
    }
  } catch (error) {
    throw asGoogle(error)
  } finally {
    if (script.inTransaction) await session.world.engine.run('ROLLBACK')
  }
}

/** What a dry run answers: nothing is changed, and what only happens in running does not happen. */
export async function tryScript(session: Session, text: string): Promise<Outcome> {
  const { engine } = session.world
  try {
    const [tokens = [], ...more] = readAll(session, text)
    const found = { result: null, changed: null, bytes: 0, tables: [], children: [] }
    if (more.length > 0) return { ...found, statementType: 'SCRIPT' }
    const statement = readStatement(tokens, text, contextOf(session))
    const whole = isDml(statement)
    if (isDml(statement)) {
      await engine.run('BEGIN')
      try {
        await runDml(session, statement)
      } catch (error) {
        if (!(error instanceof GoogleError) || error.message !== TWICE) throw error
      } finally {
        await engine.run('ROLLBACK')
      }
    }
    const result =
      statement.kind === 'SELECT'
        ? { fields: fieldsOfColumns(await engine.describe(statement.sql)), rows: [] }
        : null
    const tables = [...session.touched]
    const bytes = await bytesRead(engine, text, tables, whole)
    return { ...found, statementType: statement.kind, result, bytes, tables }
  } catch (error) {
    throw asGoogle(error)
  }
}
