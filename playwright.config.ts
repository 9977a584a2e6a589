// End-to-end specs: the built app on the real Electron or its test double, and the browser door, in Chromium.
import { defineConfig } from 'playwright/test'

const MEASURING = '**/*-speed.spec.ts'

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // Every spec has programs and folders of its own, so two at a time don't meet. More would only wait for the processor.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // A busy machine may need many times as long for what is quick else.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/report.json' }]],
  globalSetup: './test/electron-host/say-host.ts',
  projects: [
    { name: 'behaviour', testIgnore: MEASURING },
    // Alone, after all others. To run only these: --project measuring --no-deps
    { name: 'measuring', testMatch: MEASURING, workers: 1, dependencies: ['behaviour'] },
  ],
})
