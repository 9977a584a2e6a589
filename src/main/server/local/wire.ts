// What a command line and the program that holds the workspace say to each other: JSON, one message a line.
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { CoreOperation } from '../../../shared/contract.ts'
import type { Result } from '../../../shared/errors.ts'
import type { Core, CoreEvent } from '../../core/face.ts'

/** As much of the core as the command line needs. */
export type CoreAtHand = Pick<
  Core,
  | 'invoke'
  | 'subscribe'
  | 'offerFile'
  | 'offerTarget'
  | 'offerFolder'
  | 'savedFile'
  | 'ensureProfile'
  | 'close'
>

export type LocalCall =
  /** First of all; nothing else is answered before. */
  | { call: 'hello'; token: string }
  | { call: 'invoke'; operation: CoreOperation; input: unknown; user_id: string | null }
  | { call: 'offerFile'; path: string; name: string; user_id: string }
  | { call: 'offerTarget'; path: string; user_id: string }
  | { call: 'offerFolder'; path: string; user_id: string }
  | { call: 'savedFile'; file_token: string; user_id: string }
  | { call: 'ensureProfile'; user_id: string; display_name: string }

export type ToDoor = LocalCall & { id: number }
export type FromDoor = { id: number; result: Result<unknown> } | { event: CoreEvent }

/**
 * Where a program says how to reach it: readable by its own account alone. Not among what is emptied with each opening: the
 * program opens the workspace anew after a restore, and its door stays where it is.
 */
export const signOf = (workspace: string) => join(workspace, '_meta', 'local-door.json')
/** `workspace`: its real path. A copy of the folder has the sign as well, and must not lead to the original. */
export type Sign = { workspace: string; address: string; token: string }

/** A line longer than this comes from something that isn't ours. */
const MAX_LINE = 64_000_000

/** Told of each line; `broken` when what comes isn't what was agreed. */
export function readLines(socket: Socket, take: (message: unknown) => void, broken: () => void): void {
  let held: Buffer[] = []
  let size = 0
  const end = () => {
    const text = Buffer.concat(held).toString('utf8')
    held = []
    size = 0
    try {
      take(JSON.parse(text))
    } catch {
      broken()
    }
  }
  socket.on('data', (chunk: Buffer) => {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      held.push(chunk.subarray(from, at))
      end()
      from = at + 1
    }
    held.push(chunk.subarray(from))
    size += chunk.length - from
    if (size > MAX_LINE) broken()
  })
}

export const sendLine = (socket: Socket, message: ToDoor | FromDoor) => {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`)
}
