// The event stream: what arrives, whose it is, and that nothing is left behind when a reader goes.
import { once } from 'node:events'
import { Agent, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CoreEvent } from '../../../src/main/core/face.ts'
import { eventually } from '../../support/eventually.ts'
import { type Door, PROFILE, startServer } from './support.ts'

let door: Door
beforeEach(async () => {
  door = await startServer()
})
afterEach(() => door.stop())

const changed = (id: string, user_id: string | null): CoreEvent => ({
  event: 'records.changed',
  payload: { entity: 'audience', ids: [id] },
  user_id,
})

/** The time after which the server cuts what is still open never comes: closing has to end without it. */
async function closeWithoutGrace() {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    await door.server.close()
  } finally {
    vi.useRealTimers()
  }
}

/** Collects what the stream sends, so that a test can wait for a piece of it. */
function reading(stream: IncomingMessage) {
  let text = ''
  let ended = false
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    text += chunk
  })
  stream.on('close', () => {
    ended = true
  })
  stream.on('error', () => {})
  return {
    text: () => text,
    ended: () => ended,
    until: (piece: string) => eventually(() => expect(text).toContain(piece)),
  }
}

it('delivers the events of its own profile and of everyone, in order', async () => {
  const stream = await door.open('/api/events')
  expect(stream.statusCode).toBe(200)
  expect(stream.headers['content-type']).toBe('text/event-stream')
  expect(stream.headers['cache-control']).toBe('no-store')
  const seen = reading(stream)
  await seen.until(': connected')
  door.core.emit(changed('aud_1', PROFILE))
  door.core.emit(changed('aud_of_another', 'someone-else'))
  door.core.emit(changed('aud_2\nwith a line break', null))
  await seen.until('aud_2')
  expect(seen.text()).toBe(
    ': connected\n\n' +
      'event: records.changed\ndata: {"entity":"audience","ids":["aud_1"]}\n\n' +
      'event: records.changed\ndata: {"entity":"audience","ids":["aud_2\\nwith a line break"]}\n\n',
  )
  stream.destroy()
})

it('lets go of the core when the reader goes', async () => {
  const streams = await Promise.all([door.open('/api/events'), door.open('/api/events')])
  await eventually(() => expect(door.core.listeners()).toBe(2))
  streams[0]?.destroy()
  await eventually(() => expect(door.core.listeners()).toBe(1))
  expect(door.server.eventStreams()).toBe(1)
  streams[1]?.destroy()
  await eventually(() => expect(door.server.eventStreams()).toBe(0))
  expect(door.core.listeners()).toBe(0)
})

it('ends the streams when the server closes, at once', async () => {
  const seen = reading(await door.open('/api/events'))
  await seen.until(': connected')
  await closeWithoutGrace()
  await eventually(() => expect(seen.ended()).toBe(true))
  expect(door.core.listeners()).toBe(0)
})

it('waits for no connection that has nothing under way', async () => {
  const ahead_of_need = connect(door.server.port, '127.0.0.1')
  await once(ahead_of_need, 'connect')
  // As a browser does it, on a connection that is kept after the stream's end.
  const kept = new Agent({ keepAlive: true })
  const stream = await door.open('/api/events', { agent: kept })
  const seen = reading(stream)
  await seen.until(': connected')
  await closeWithoutGrace()
  await eventually(() => expect(ahead_of_need.closed).toBe(true))
  kept.destroy()
})

it('refuses a 65th stream', async () => {
  const streams = await Promise.all(Array.from({ length: 64 }, () => door.open('/api/events')))
  const one_more = await door.send('/api/events')
  expect([one_more.status, one_more.json()]).toMatchObject([429, { code: 'rate_limited' }])
  for (const stream of streams) stream.destroy()
})

it('cuts off a reader that doesn’t read, and keeps the others', async () => {
  const deaf = await door.open('/api/events')
  deaf.pause()
  const seen = reading(await door.open('/api/events'))
  await seen.until(': connected')
  const filler = 'x'.repeat(20_000)
  for (let burst = 0; burst < 12; burst++) {
    for (let i = 0; i < 100; i++) door.core.emit(changed(`${filler}${burst}-${i}`, PROFILE))
    await seen.until(`${burst}-99"`)
  }
  await eventually(() => expect(door.server.eventStreams()).toBe(1))
  expect(door.core.listeners()).toBe(1)
  deaf.destroy()
}, 60_000)
