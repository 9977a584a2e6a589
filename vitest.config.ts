// Unit, store and contract tests in Node; component tests under test/renderer in a DOM.
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Most of the time goes into these. On a fresh clone nothing tells their length: they are small files of long tests. */
const LONG = [
  'store/kill',
  'store/crash',
  'store/damage',
  'store/faults',
  'store/distributions',
  'contract/core/real-store',
  'contract/server/command',
  'unit/secrets/run',
  'store/model',
].map(name => resolve(import.meta.dirname, `test/${name}.test.ts`))

/** A long file that begins last is waited for by an idle core. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) => LONG.indexOf(moduleId) + 1 || LONG.length + 1
    return sorted.sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  plugins: [react()],
  resolve: {
    // Loading the real module in plain Node starts a download of its binary.
    alias: { electron: resolve(import.meta.dirname, 'test/support/no-electron.ts') },
  },
  test: {
    environment: 'node',
    // A busy machine may need long for what is quick else. Each wait for a state ends before the limit of its test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    pool: 'forks',
    // The default leaves one core to the watcher: on two cores half of them would idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: { UV_THREADPOOL_SIZE: '16' },
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        // Loading the same modules anew for each file took more time than the tests of most files.
        test: {
          name: 'node',
          include: ['test/{unit,store,contract,walls}/**/*.test.ts'],
          isolate: false,
        },
      },
      // The page's modules keep what is shown: each file begins with a page of its own.
      { extends: true, test: { name: 'page', include: ['test/renderer/**/*.test.{ts,tsx}'] } },
    ],
  },
})
