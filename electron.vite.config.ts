// Builds the programs: main (window), core process and what it starts, command line, preload, and the React renderer.
import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      // Packages of plain JavaScript are built in: looking for their hundreds of files takes a tenth of a second of every
      // start. What loads native code, or is needed rarely, stays outside.
      externalizeDeps: { exclude: ['@duckdb/node-api', '@hono/node-server', 'hono', 'zod'] },
      rollupOptions: {
        external: ['@duckdb/node-bindings'],
        input: {
          index: at('src/main/index.ts'),
          'core-process': at('src/main/core-process.ts'),
          'core-worker': at('src/main/core-worker.ts'),
          'query-process': at('src/main/query-process.ts'),
          cli: at('src/main/cli.ts'),
        },
      },
    },
  },
  preload: {
    // A sandboxed preload can't load modules: everything is bundled into one CommonJS file.
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    // A window waits until its script is parsed.
    build: { minify: true, rollupOptions: { input: { index: at('src/renderer/index.html') } } },
    plugins: [react(), tailwindcss()],
  },
})
