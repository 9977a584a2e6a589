// The stages of `npm test`. Each answers {passed, failed, skipped, output, failures}: `output` is shown when it failed,
// `failures` names each test that did, with what it found.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { tsImport } from 'tsx/esm/api'
import { build } from './build.mjs'
import { programOf, ROOT, runNode } from './run.mjs'

const check = (good, output) => ({
  passed: good ? 1 : 0,
  failed: good ? 0 : 1,
  skipped: 0,
  output,
  failures: [],
})
const failure = output => check(false, output)

export async function types() {
  const tsc = project =>
    runNode([programOf('typescript', 'tsc'), '--noEmit', '-p', project], { seconds: 300 })
  const results = [await tsc('tsconfig.json'), await tsc('src/renderer/tsconfig.json')]
  return check(
    results.every(result => result.code === 0),
    results.map(result => result.output).join(''),
  )
}

export async function lint() {
  const { code, output } = await runNode([programOf('@biomejs/biome'), 'check', '.'], { seconds: 120 })
  return check(code === 0, output)
}

export async function buildApp() {
  const { code, output } = await build()
  return check(code === 0, output)
}

/** Runs a test program that writes a JSON report, and gives `count` the report to count in. */
async function withReport(args, { seconds, env = {}, count }) {
  const folder = mkdtempSync(join(tmpdir(), 'test-report-'))
  const file = join(folder, 'report.json')
  try {
    const { code, output } = await runNode(args(file), {
      seconds,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    })
    if (!existsSync(file)) return failure(`${output}\nThere is no report of this stage.`)
    return settle(count(JSON.parse(readFileSync(file, 'utf8'))), code, output)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a count alone can't see: a program that failed outside of any test, or that ran none. */
function settle({ passed, failed, skipped, failures }, code, output) {
  if (passed + failed === 0) return failure(`${output}\nNot one test ran.`)
  if (failed === 0 && code !== 0) return { passed, failed: 1, skipped, output, failures }
  return { passed, failed, skipped, output, failures }
}

/** `<file> › <test>` and the first lines of what it found. */
function failureOf(file, title, message = '') {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter(text => !text.includes('node_modules'))
  const found = lines.slice(0, 12).join('\n    ')
  return `${relative(ROOT, file)} › ${title}\n    ${found}`
}

/** A file that couldn't be loaded has no tests in the report; it counts as one failed. */
const brokenFiles = report =>
  report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  ).length

export const vitest = () =>
  withReport(
    file => [programOf('vitest'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`],
    {
      seconds: 1200,
      count: report => ({
        passed: report.numPassedTests,
        failed: report.numFailedTests + brokenFiles(report),
        skipped: report.numPendingTests + report.numTodoTests,
        failures: report.testResults
          .filter(file => file.status === 'failed')
          .flatMap(file => [
            ...(file.message ? [failureOf(file.name, 'could not be loaded', file.message)] : []),
            ...file.assertionResults
              .filter(test => test.status === 'failed')
              .map(test => failureOf(file.name, test.fullName, test.failureMessages[0])),
          ]),
      }),
    },
  )

/** Makes sure that there is a Chromium: one of the system, else Playwright's own. Answers what is wrong, or null. */
async function missingChromium() {
  const { findChromium } = await tsImport('../../test/support/chromium.ts', import.meta.url)
  if (findChromium()) return null
  const playwright = await import(pathToFileURL(join(ROOT, 'node_modules/playwright/index.mjs')).href)
  if (existsSync(playwright.chromium.executablePath())) return null
  console.log('Fetching a Chromium for the tests …')
  const fetched = await runNode([programOf('playwright'), 'install', 'chromium'], { seconds: 240 })
  if (fetched.code === 0) return null
  return `${fetched.output}\nThere is no Chromium here and none could be fetched. Install one, or name it in PLAYWRIGHT_CHROMIUM.`
}

const specsOf = suites =>
  suites.flatMap(({ specs = [], suites: inner = [] }) => [...specs, ...specsOf(inner)])

export async function endToEnd() {
  const missing = await missingChromium()
  if (missing) return failure(missing)
  const result = await withReport(() => [programOf('playwright'), 'test', '--reporter=line,json'], {
    seconds: 1500,
    count: ({ config, suites, stats, errors }) => ({
      passed: stats.expected,
      // One that passes only when it is tried again isn't trusted.
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
      failures: [
        ...errors.map(({ message }) => failureOf(config.rootDir, 'no spec', message)),
        ...specsOf(suites)
          .filter(spec => !spec.ok)
          .map(spec =>
            failureOf(
              join(config.rootDir, spec.file),
              spec.title,
              spec.tests.flatMap(test => test.results.flatMap(result => result.errors))[0]?.message,
            ),
          ),
      ],
    }),
  })
  // The global set-up says on which Electron the desktop specs ran: that belongs to the result.
  return { ...result, note: result.output.split('\n').find(text => text.startsWith('desktop specs run on')) }
}
