// A core over a keychain of the test's own that can be left as a crash leaves it, and started again on what is there.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type CoreDeps, createCoreWith } from '../../../src/main/core/compose.ts'
import { testers } from '../../../src/main/core/connectors/face.ts'
import { createVault } from '../../../src/main/core/credentials/index.ts'
import type { Keychain } from '../../../src/main/core/credentials/keychain.ts'
import { deliver } from '../../../src/main/core/delivery/face.ts'
import type { Core } from '../../../src/main/core/face.ts'
import { createImports } from '../../../src/main/core/imports/index.ts'
import { createLog } from '../../../src/main/core/log/log.ts'
import type { Store } from '../../../src/main/core/store/face.ts'
import type { CoreOperation, InputOf, OutputOf } from '../../../src/shared/contract.ts'
import type { Result } from '../../../src/shared/errors.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { queryHere } from '../../support/query-process.ts'
import { type FakeKeychain, fakeKeychain } from '../credentials/fake-keychain.ts'
import { valueIn } from '../credentials/temporary.ts'

export const OWNER = 'retail-analytics'

type Given = { keychain?: Keychain | null; store?: Store; testers?: CoreDeps['testers']; limit_ms?: number }

export type Workspace = {
  folder: string
  keychain: FakeKeychain
  store: Store
  /** Entries of platforms in the keychain, as `<platform>/<field>`. */
  kept(): string[]
  /** On its own keychain and store unless told; null is a computer without a keychain. */
  open(given?: Given): Promise<Opened>
}
export type Opened = {
  core: Core
  call<N extends CoreOperation>(operation: N, input: InputOf<N>): Promise<Result<OutputOf<N>>>
  must<N extends CoreOperation>(operation: N, input: InputOf<N>): Promise<OutputOf<N>>
}

/** The store in memory outlives a core, as a disk does; the folder and the keychain too. */
export function newWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-core-'))
  mkdirSync(join(folder, '_meta'))
  const keychain = fakeKeychain()
  const store = createMemoryStore(folder)
  const cores: Core[] = []
  onTestFinished(async () => {
    keychain.before = () => undefined
    for (const core of cores) await core.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    folder,
    keychain,
    store,
    kept: () =>
      [...keychain.entries.keys()]
        .flatMap(name => {
          const [, platform, field] = /\/plat_5f([0-9a-f]+)(?:\/(.+))?$/.exec(name) ?? []
          return platform ? [`plat_${platform}/${field?.replaceAll('_5f', '_') ?? 'its list'}`] : []
        })
        .sort(),
    async open(given = {}) {
      const load = async () => {
        if (given.keychain === null) throw new Error('libsecret-1.so.0: cannot open shared object file')
        return given.keychain ?? keychain
      }
      const { limit_ms = 30_000 } = given
      const core = createCoreWith(given.store ?? store, {
        workspace: folder,
        resources: join(import.meta.dirname, '../../../resources'),
        app_version: '0.1.0',
        log: createLog({ folder: join(folder, 'logs'), level: 'debug', flush_ms: 20 }),
        createImports,
        vault: createVault({
          workspace: folder,
          only: 'keychain',
          keychain: { load, limit_ms, platform: 'linux' },
        }),
        testers: given.testers ?? testers,
        deliver,
        startQuery: queryHere,
        check_outputs: true,
      })
      cores.push(core)
      valueIn(await core.ensureProfile(OWNER, 'Retail analytics'))
      const context = { user_id: OWNER, session: 'desktop', door: 'test' } as const
      // Checked against the contract inside.
      const call: Opened['call'] = async (operation, input) =>
        (await core.invoke(operation, input, context)) as never
      return { core, call, must: async (operation, input) => valueIn(await call(operation, input)) }
    },
  }
}
