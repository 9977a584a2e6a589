// Unit, store and contract tests in Node; component tests under test/renderer in a DOM.
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  resolve: {
    // Loading the real module in plain Node starts a download of its binary.
    alias: { electron: resolve(import.meta.dirname, 'test/support/no-electron.ts') },
  },
  test: {
    include: ['test/{unit,store,contract,walls}/**/*.test.ts', 'test/renderer/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 20_000,
    pool: 'forks',
    // The default leaves one core to the watcher: on two cores half of them would idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: { UV_THREADPOOL_SIZE: '16' },
  },
})
