// The door for the command line while a program holds the workspace: a socket of this account, and no network.
//
// Whoever may read the sign in the workspace may open the workspace's files as well, so it opens every profile.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Context, Core, CreateCore } from '../../core/face.ts'
import { sameToken } from '../token.ts'
import { type LocalCall, readLines, type Sign, sendLine, signOf, type ToDoor } from './wire.ts'

const GREETED_WITHIN_MS = 5_000

const contextOf = (user_id: string | null): Context => ({ user_id, session: 'desktop', door: 'cli' })

function answer(core: Core, message: Exclude<LocalCall, { call: 'hello' }>): Promise<Result<unknown>> {
  switch (message.call) {
    case 'invoke':
      return core.invoke(message.operation, message.input, contextOf(message.user_id))
    case 'offerFile':
      return core.offerFile(message.path, message.name, message.user_id, false)
    case 'offerTarget':
      return core.offerTarget({ path: message.path }, message.user_id)
    case 'offerFolder':
      return core.offerFolder(message.path, message.user_id)
    case 'savedFile':
      return core.savedFile(message.file_token, message.user_id)
    case 'ensureProfile':
      return core.ensureProfile(message.user_id, message.display_name)
  }
}

function greet(core: Core, token: string, socket: Socket): void {
  let known = false
  let stop = () => {}
  const late = setTimeout(() => socket.destroy(), GREETED_WITHIN_MS)
  const receive = (message: ToDoor) => {
    if (known && message.call !== 'hello')
      return void answer(core, message).then(
        result => sendLine(socket, { id: message.id, result }),
        () => sendLine(socket, { id: message.id, result: fail('internal', 'It could not be answered') }),
      )
    if (message.call !== 'hello' || typeof message.token !== 'string' || !sameToken(message.token, token))
      return void socket.destroy()
    known = true
    clearTimeout(late)
    stop = core.subscribe(event => sendLine(socket, { event }))
    sendLine(socket, { id: message.id, result: ok(null) })
  }
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    clearTimeout(late)
    stop()
  })
  readLines(
    socket,
    message => receive(message as ToDoor),
    () => socket.destroy(),
  )
}

/** A name that nobody can guess or take beforehand: in a folder of this account alone, or on Windows a pipe. */
function addressOf(): { address: string; remove: () => void } {
  if (process.platform === 'win32') {
    const name = randomBytes(16).toString('hex')
    return { address: `\\\\.\\pipe\\activation-manager-${name}`, remove: () => {} }
  }
  // Not in the workspace: a socket's path may have a hundred characters at most.
  const folder = mkdtempSync(join(tmpdir(), 'activation-door-'))
  return {
    address: join(folder, 'door'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Answers how to close it. Rejects where the workspace can't be written to, or no socket can be had. */
export async function openLocalDoor(core: Core, workspace: string): Promise<() => Promise<void>> {
  const token = randomBytes(32).toString('base64url')
  const { address, remove } = addressOf()
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    greet(core, token, socket)
  })
  const close = async () => {
    const closed = new Promise<void>(done => server.close(() => done()))
    for (const socket of sockets) socket.destroy()
    await closed
    rmSync(signOf(workspace), { force: true })
    remove()
  }
  try {
    await new Promise<void>((listening, failed) => {
      server.once('error', failed)
      server.listen(address, listening)
    })
    // It keeps no program running that has nothing else to do.
    server.unref()
    const sign: Sign = { workspace: realpathSync(workspace), address, token }
    // Anew, for one that a killed program left keeps its mode.
    rmSync(signOf(workspace), { force: true })
    writeFileSync(signOf(workspace), JSON.stringify(sign), { mode: 0o600, flag: 'wx' })
    return close
  } catch (error) {
    server.close()
    remove()
    throw error
  }
}

/** The same core, which a command line finds while it is open. Without that door it works all the same. */
export const withLocalDoor =
  (createCore: CreateCore): CreateCore =>
  async config => {
    const core = await createCore(config)
    if (!core.ok) return core
    const shut = await openLocalDoor(core.value, config.workspace).catch(() => null)
    if (!shut) return core
    return ok({
      ...core.value,
      async close() {
        await shut()
        await core.value.close()
      },
    })
  }
