// `npm test`: types, lint, build, tests in Node, tests in a browser. The last line is the sum: `N passed, N failed`.
import { buildApp, endToEnd, lint, types, vitest } from './lib/stages.mjs'

const STAGES = [
  ['types', types],
  ['lint', lint],
  ['build', buildApp],
  ['unit, store and contract tests', vitest],
  ['browser tests', endToEnd],
]

const sum = { passed: 0, failed: 0, skipped: 0 }
const failures = []
for (const [name, run] of STAGES) {
  const start = performance.now()
  let result
  try {
    result = await run()
  } catch (error) {
    result = { passed: 0, failed: 1, skipped: 0, output: error.stack, failures: [] }
  }
  for (const key of Object.keys(sum)) sum[key] += result[key]
  if (result.failed > 0) console.log(result.output)
  failures.push(...(result.failures.length > 0 || result.failed === 0 ? result.failures : [name]))
  if (result.note) console.log(result.note)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${name}: ${line(result)} (${seconds} s)`)
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

// Once more at the end: what a log's reader sees first.
if (failures.length > 0) console.log(`\nfailed:\n${failures.map(text => `  ${text}`).join('\n')}\n`)
console.log(line(sum))
process.exitCode = sum.failed > 0 ? 1 : 0
