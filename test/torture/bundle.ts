// Bundles a TypeScript entry into one plain Node file, so that a child process starts in a tenth of a second.
import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')

/** Answers the path of the bundle. It stands inside node_modules, from where it finds the packages it leaves outside. */
export async function bundle(entry: string): Promise<string> {
  const name = basename(entry, '.ts')
  const outDir = join(ROOT, 'node_modules/.cache/activation-manager', `${name}-${process.pid}`)
  mkdirSync(outDir, { recursive: true })
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    ssr: { noExternal: true, external: ['@duckdb/node-api', 'keytar', '@google-cloud/bigquery', 'vite'] },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  })
  return join(outDir, `${name}.mjs`)
}
