// What the door is told when it is opened.
import type { Core } from '../core/face.ts'
import type { Limits } from './limits.ts'

export type ServerConfig = {
  core: Core
  /**
   * The token of this run (at least 32 characters, never written to any log) and the user_id that it speaks for. null
   * where only the access tokens of profiles are taken, and no page is served.
   */
  run: { token: string; profile: string } | null
  /** 0 takes any free port. */
  port: number
  /** Absolute path of the built renderer; of no use without a token of this run. */
  rendererFolder: string | null
  /** Absolute path of the folder that uploads wait in; made when missing. */
  uploadFolder: string
  /** Absolute path of the folder that the page migrates from: a page can't look through folders. null without a page. */
  migrationFolder: string | null
  appVersion: string
  /** What is left out is as `DEFAULT_LIMITS` says. */
  limits?: Partial<Limits>
  /** Told of bugs: a thrown error, and the id that the caller was given. */
  onBug: (error: unknown, id: string) => void
}
