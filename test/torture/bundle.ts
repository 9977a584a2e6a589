// Bundles TypeScript entries into plain Node files, so that a child process starts in a tenth of a second.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')

export type Bundle = { fileOf: (name: string) => string; remove: () => void }

/** `entries`: name → path of the source. They stand inside node_modules, from where packages left outside are found. */
export async function bundle(entries: Record<string, string>): Promise<Bundle> {
  const [first = 'bundle'] = Object.keys(entries)
  const outDir = join(ROOT, 'node_modules/.cache/activation-manager', `${first}-${process.pid}`)
  mkdirSync(outDir, { recursive: true })
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    ssr: {
      noExternal: true,
      external: ['@duckdb/node-bindings', 'keytar', '@google-cloud/bigquery', 'vite'],
    },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rollupOptions: {
        input: entries,
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
      },
    },
  })
  writeFileSync(join(outDir, 'package.json'), '{"type":"module"}\n')
  return {
    fileOf: name => join(outDir, `${name}.js`),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  }
}
