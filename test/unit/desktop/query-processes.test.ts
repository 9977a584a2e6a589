// A query's process between the core and the main process: both ends of the link, over processes that do as the test says.
import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { FromQuery, QueryCall, QueryTask, ToQuery } from '../../../src/main/core/queries/face.ts'
import { linkQueries } from '../../../src/main/desktop/query-link.ts'
import { hostQueries } from '../../../src/main/desktop/query-processes.ts'
import { ok } from '../../../src/shared/errors.ts'

class Child extends EventEmitter {
  readonly received: ToQuery[] = []
  postMessage = (message: ToQuery) => void this.received.push(message)
  kill = () => this.emit('exit', 9)
}

const task: QueryTask = {
  sql: 'SELECT 1',
  files: [],
  setup: [],
  tables: [],
  limits: { rows: 1, characters: 1, memory_mb: 1 },
}
const answer: FromQuery = { result: ok({ columns: [], rows: [], cut: null, elapsed_ms: 1 }) }

function set() {
  const children: Child[] = []
  const main = hostQueries(() => {
    const child = new Child()
    children.push(child)
    return child
  })
  const calls: QueryCall[] = []
  const link = linkQueries(call => {
    calls.push(call)
    main.receive(call, news => link.receive(news))
  })
  function start() {
    const process = link.start()
    const told: unknown[] = []
    process?.onMessage(message => told.push(message))
    process?.onExit(code => told.push(code))
    return { process, told, child: children.at(-1) }
  }
  return { main, calls, start }
}

test('carries the task there and the answer back, each to its own', () => {
  const { start } = set()
  const [first, second] = [start(), start()]
  first.process?.send({ task })
  second.process?.send({ interrupt: true })
  expect(first.child?.received).toEqual([{ task }])
  expect(second.child?.received).toEqual([{ interrupt: true }])
  second.child?.emit('message', answer)
  expect(first.told).toEqual([])
  expect(second.told).toEqual([answer])
})

test('tells how a process ended, once, and takes nothing for it afterwards', () => {
  const { start } = set()
  const { process, told, child } = start()
  process?.kill()
  child?.emit('exit', 1)
  child?.emit('message', answer)
  process?.send({ task })
  process?.kill()
  expect(told).toEqual([9])
  expect(child?.received).toEqual([])
})

test('ends all of them with the core, which is told nothing more', () => {
  const { main, start } = set()
  const [first, second] = [start(), start()]
  main.endAll()
  first.child?.emit('message', answer)
  expect([...first.told, ...second.told]).toEqual([])
})
