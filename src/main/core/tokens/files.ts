// One small file of tokens for each profile, beside its preferences: hashes and names, never a token.
import { join } from 'node:path'
import * as z from 'zod'
import { AccessToken, MAX_TOKENS } from '../../../shared/contract/tokens.ts'
import { UserId } from '../../../shared/domain/user.ts'
import type { Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { Log } from '../log/log.ts'
import { jsonPath, listJson, readJson, writeJson } from '../personal/files.ts'

const Stored = AccessToken.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
const StoredFile = z.strictObject({ user_id: UserId, tokens: z.array(Stored).max(MAX_TOKENS) })

export type Held = z.output<typeof Stored> & { user_id: string }

export function tokenFiles(workspace: string, log: Log) {
  const folder = join(workspace, '_meta', 'tokens')
  return {
    /** Of every profile. A file that isn't what it should be is set aside: its tokens are refused. */
    async readAll(): Promise<Held[]> {
      const files = await Promise.all(
        (await listJson(folder)).map(path => readJson(path, value => parseInput(StoredFile, value), log)),
      )
      return files.flatMap(file => (file ? file.tokens.map(one => ({ ...one, user_id: file.user_id })) : []))
    },

    write(user_id: string, held: readonly Held[]): Promise<Result<null>> {
      const tokens = held.map(({ user_id: _owner, ...one }) => one)
      return writeJson(jsonPath(folder, user_id), { user_id, tokens })
    },
  }
}
