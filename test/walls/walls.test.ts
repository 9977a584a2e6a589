// Holds every source file to the walls, and the checker itself to planted violations.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importsOf } from './imports.ts'
import { circles, ROOMS, roomOf, type Sources, violations } from './walls.ts'

const root = resolve(import.meta.dirname, '../..')
const sources: Sources = new Map(
  readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => [
      path
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
      readFileSync(path, 'utf8'),
    ]),
)

describe('the sources', () => {
  it('are found, in every room', () => {
    const rooms = new Set([...sources.keys()].map(roomOf))
    for (const room of ROOMS) expect(rooms).toContain(room)
  })

  it('keep to the walls', () => expect(violations(sources)).toEqual([]))
  it('have no import circle', () => expect(circles(sources)).toEqual([]))
})

const planted = (file: string, source: string) => violations(new Map([[file, source]])).map(one => one.rule)

describe('the checker', () => {
  it.each([
    ['src/shared/a.ts', "import { readFile } from 'node:fs/promises'", 'shared may not import node:fs'],
    ['src/shared/a.ts', "import * as React from 'react'", 'shared may not import react'],
    ['src/shared/a.ts', "import type { Core } from '../main/core/face.ts'", 'shared may not import core'],
    ['src/main/core/a.ts', "import { app } from 'electron'", 'core may not import electron'],
    ['src/main/core/a.ts', "import type { App } from 'electron/main'", 'core may not import electron'],
    ['src/main/core/jobs/a.ts', "import { x } from '../../desktop/x.ts'", 'core may not import desktop'],
    ['src/main/core/a.ts', "export * from '../server/index.ts'", 'core may not import server'],
    ['src/main/core/a.ts', "import { x } from '../cli.ts'", 'core may not import entry'],
    ['src/main/server/a.ts', "import { x } from '../desktop/x.ts'", 'server may not import desktop'],
    ['src/main/server/a.ts', "const e = await import('electron')", 'server may not import electron'],
    ['src/main/cli.ts', "import { app } from 'electron'", 'entry may not import electron'],
    [
      'src/main/desktop/a.ts',
      "import { createCore } from '../core/app.ts'",
      'desktop takes only types from core',
    ],
    ['src/preload/a.ts', "import { join } from 'node:path'", 'preload may not import node:path'],
    ['src/preload/a.ts', "import { x } from '../renderer/x.ts'", 'preload may not import renderer'],
    ['src/renderer/a.tsx', "import { x } from '../main/core/app.ts'", 'renderer may not import core'],
    ['src/renderer/a.tsx', "let x: import('../main/server/index.ts').T", 'renderer may not import server'],
    ['src/renderer/a.tsx', "import { ipcRenderer } from 'electron'", 'renderer may not import electron'],
    ['src/renderer/a.tsx', "export { readFileSync } from 'node:fs'", 'renderer may not import node:fs'],
    [
      'src/main/core/a.ts',
      "import { x } from './store/parts.ts'",
      'the store is reached through its face alone',
    ],
    [
      'src/main/core/a.ts',
      "import x from '../../../test/support/core.ts'",
      'core may import only from rooms of src',
    ],
    [
      'src/main/core/a.ts',
      "const m = 'electron'; await import(m)",
      'an import names its module in the source',
    ],
    ['src/main/core/a.ts', "const { app } = require('electron')", 'core may not import electron'],
    ['src/main/stray.ts', 'export {}', 'every file of src is in a room'],
  ])('catches in %s: %s', (file, source, rule) => expect(planted(file, source)).toEqual([rule]))

  it.each([
    ['src/shared/a.ts', "import * as z from 'zod'; import { b } from './domain/b.ts'"],
    [
      'src/main/core/a.ts',
      "import { openStore } from './store/index.ts'; import { ok } from '../../shared/errors.ts'",
    ],
    ['src/main/core/store/a.ts', "import { b } from './b.ts'; import duck from '@duckdb/node-api'"],
    ['src/main/desktop/a.ts', "import { app } from 'electron'; import type { Core } from '../core/face.ts'"],
    ['src/main/index.ts', "import { app } from 'electron'; import { x } from './desktop/x.ts'"],
    ['src/renderer/a.tsx', "import { useState } from 'react'; import './styles/tokens.css?inline'"],
  ])('lets pass in %s: %s', (file, source) => expect(planted(file, source)).toEqual([]))

  it('finds a circle through a third module, but not one of types alone', () => {
    const circle = new Map([
      ['src/shared/a.ts', "import { b } from './b.ts'"],
      ['src/shared/b.ts', "import { c } from './c.ts'"],
      ['src/shared/c.ts', "import { a } from './a.ts'"],
    ])
    expect(circles(circle)).toEqual([['src/shared/a.ts', 'src/shared/b.ts', 'src/shared/c.ts']])
    circle.set('src/shared/c.ts', "import type { a } from './a.ts'")
    expect(circles(circle)).toEqual([])
  })

  it('tells a type from a value', () => {
    const source = "import { type A } from './a.ts'; import { type B, c } from './b.ts'; import './d.ts'"
    expect(importsOf('x.ts', source).map(one => one.typeOnly)).toEqual([true, false, false])
  })
})
