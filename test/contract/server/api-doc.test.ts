// The examples of docs/api.md are run as they stand there, each language as one script, against a real server; and every call is in it.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createImports } from '../../../src/main/core/imports/index.ts'
import type { OpenApi } from '../../../src/main/server/openapi/document.ts'
import { createTestCore, type TestCore } from '../../support/core.ts'
import { startServerOver } from './support.ts'

const has = (tool: string, ...args: string[]) => spawnSync(tool, args).status === 0
const TOOLS = {
  sh: has('bash', '--version') && has('curl', '--help', 'json') && has('jq', '--version'),
  python: has('python3', '--version'),
  r: has('Rscript', '-e', 'library(httr2)'),
}

let text: string
let test: TestCore
let server: Awaited<ReturnType<typeof startServerOver>>
let folder: string
let token: string
beforeAll(async () => {
  text = await readFile(resolve(import.meta.dirname, '../../../docs/api.md'), 'utf8')
  folder = await mkdtemp(join(tmpdir(), 'api-doc-'))
  test = await createTestCore({ createImports })
  server = await startServerOver(test.core)
  token = (await test.must('tokens.create', { name: 'Examples', scope: 'read_write' })).token
})
afterAll(async () => {
  await server.stop()
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

const blocks = (language: keyof typeof TOOLS) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, code]) =>
    name === language ? [code ?? ''] : [],
  )

/** Runs all examples of a language as one script; they build on one another. */
async function run(language: keyof typeof TOOLS, command: string, args: string[], begin = '') {
  const found = blocks(language)
  expect(found.length).toBeGreaterThan(0)
  const file = join(folder, `examples.${language}`)
  await writeFile(file, [begin, ...found].join('\n'))
  const child = spawn(command, [...args, file], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      URL: server.server.address,
      TOKEN: token,
      META_TOKEN: 'EAAB-of-the-examples-only',
      HOOK_SECRET: 'a-secret-of-the-examples-only-32-chars',
    },
  })
  let said = ''
  child.stdout.on('data', chunk => (said += String(chunk)))
  child.stderr.on('data', chunk => (said += String(chunk)))
  const code = await new Promise<number | null>(done => child.once('close', done))
  expect(code, said.slice(-2_000)).toBe(0)
  return said
}

it.skipIf(!TOOLS.sh)(
  'the curl examples run (skipped without bash, curl 7.82 and jq)',
  async () => {
    const said = await run('sh', 'bash', [], 'set -euo pipefail')
    expect(said).toContain('Eco-conscious millennials')
    expect(await readFile(join(folder, 'audiences.csv'), 'utf8')).toContain('Big Sky Families')
  },
  60_000,
)

it.skipIf(!TOOLS.python)(
  'the Python examples run (skipped without python3)',
  async () => {
    await run('python', 'python3', ['-I'])
  },
  60_000,
)

it.skipIf(!TOOLS.r)(
  'the R examples run (skipped without Rscript and httr2)',
  async () => {
    await run('r', 'Rscript', ['--vanilla'])
  },
  60_000,
)

it('every call is in the document, and every call in it is served', async () => {
  const document = (await server.send('/api/openapi.json')).json() as OpenApi
  const served = Object.entries(document.paths)
    .filter(([path]) => !path.startsWith('/api/operations/'))
    .flatMap(([path, methods]) => Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`))
  const told = [...text.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/api\/[^`\s]+)`/g)]
    .map(([, call]) => call)
    .filter(call => call !== 'POST /api/operations/<name>')
  expect([...new Set(told)].sort()).toEqual(served.sort())
})
