// What the browser door is told when it is opened.
import type { Context, Core } from '../core/face.ts'

export type ServerConfig = {
  core: Core
  /** The user_id that the token speaks for. */
  profile: string
  /** At least 32 characters; never written to any log. */
  token: string
  /** 0 takes any free port. */
  port: number
  /** Absolute path of the built renderer. */
  rendererFolder: string
  /** Absolute path of the folder that uploads wait in; made when missing. */
  uploadFolder: string
  appVersion: string
  /** Told of bugs: a thrown error, and the id that the caller was given. */
  onBug: (error: unknown, id: string) => void
}

export const contextOf = (config: ServerConfig): Context => ({
  user_id: config.profile,
  session: 'token',
  door: 'server',
})
