// End-to-end specs: the built app on the real Electron or its test double, and the browser door, in Chromium.
import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // Each spec starts programs of its own; side by side they would measure and disturb one another.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: [['line'], ['json', { outputFile: 'test-results/report.json' }]],
  globalSetup: './test/electron-host/say-host.ts',
})
