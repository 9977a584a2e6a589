// The command line's end: the core of the program that holds the workspace, as if it were here.
import { readFileSync, realpathSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import * as z from 'zod'
import { fail, type Result } from '../../../shared/errors.ts'
import type { CoreEvent } from '../../core/face.ts'
import { type CoreAtHand, type FromDoor, type LocalCall, readLines, sendLine, signOf } from './wire.ts'

const Sign = z.object({ workspace: z.string(), address: z.string(), token: z.string() })

const gone = () =>
  fail('storage_busy', 'The program that holds the workspace is gone', {
    hint: 'Run the command again. What was acknowledged is saved.',
  })

function reach(address: string): Promise<Socket | null> {
  return new Promise(resolve => {
    const socket = connect(address)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}

/** A program that is stopped, or has hung, takes a connection and answers nothing. */
const GREETED_WITHIN_MS = 10_000

/** null where no program holds the workspace, or none that can be reached and answers. */
export async function reachCore(
  workspace: string,
  greeted_within_ms = GREETED_WITHIN_MS,
): Promise<CoreAtHand | null> {
  let sign: z.infer<typeof Sign>
  try {
    sign = Sign.parse(JSON.parse(readFileSync(signOf(workspace), 'utf8')))
    if (sign.workspace !== realpathSync(workspace)) return null
  } catch {
    return null
  }
  const socket = await reach(sign.address)
  if (!socket) return null

  const waiting = new Map<number, (result: Result<unknown>) => void>()
  const listeners = new Set<(event: CoreEvent) => void>()
  let last = 0
  readLines(
    socket,
    message => {
      const said = message as FromDoor
      if ('event' in said) for (const listener of listeners) listener(said.event)
      else {
        waiting.get(said.id)?.(said.result)
        waiting.delete(said.id)
      }
    },
    () => socket.destroy(),
  )
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    for (const settle of waiting.values()) settle(gone())
    waiting.clear()
  })
  /** The program answers with what the call is of, as the core's own types say. */
  const ask = <T>(call: LocalCall): Promise<Result<T>> =>
    new Promise(resolve => {
      if (socket.destroyed) return resolve(gone())
      const id = ++last
      waiting.set(id, result => resolve(result as Result<T>))
      sendLine(socket, { ...call, id })
    })

  const late = setTimeout(() => socket.destroy(), greeted_within_ms)
  const greeted = await ask<null>({ call: 'hello', token: sign.token })
  clearTimeout(late)
  if (!greeted.ok) return null
  return {
    invoke: (operation, input, { user_id }) => ask({ call: 'invoke', operation, input, user_id }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    offerFile: (path, name, user_id) => ask({ call: 'offerFile', path, name, user_id }),
    offerTarget: (place, user_id) =>
      'path' in place
        ? ask({ call: 'offerTarget', path: place.path, user_id })
        : Promise.resolve(fail('unsupported', 'A download needs a page')),
    offerFolder: (path, user_id) => ask({ call: 'offerFolder', path, user_id }),
    savedFile: (file_token, user_id) => ask({ call: 'savedFile', file_token, user_id }),
    ensureProfile: (user_id, display_name) => ask({ call: 'ensureProfile', user_id, display_name }),
    async close() {
      socket.destroy()
    },
  }
}
