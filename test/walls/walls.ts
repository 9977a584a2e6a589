// The walls of the house: which room may import from which. The table is the one of the architecture.
import { dirname, join, normalize } from 'node:path/posix'
import { type Import, importsOf } from './imports.ts'

/** Source text by path from the repository's root, with forward slashes. */
export type Sources = ReadonlyMap<string, string>
export type Violation = { file: string; request: string; rule: string }

export const ROOMS = ['shared', 'core', 'desktop', 'server', 'cli', 'entry', 'preload', 'renderer'] as const
export type Room = (typeof ROOMS)[number]

const ENTRIES = [
  'src/main/index.ts',
  'src/main/cli.ts',
  'src/main/core-process.ts',
  'src/main/core-worker.ts',
  'src/main/query-process.ts',
]
const STORE = 'src/main/core/store/'
const STORE_FACES = [`${STORE}index.ts`, `${STORE}face.ts`]

const MAY_IMPORT: Record<Room, readonly Room[]> = {
  shared: [],
  core: ['shared'],
  desktop: ['shared', 'core'],
  server: ['shared', 'core'],
  cli: ['shared', 'core', 'server'],
  entry: ['shared', 'core', 'desktop', 'server', 'cli'],
  preload: ['shared'],
  renderer: ['shared'],
}

/** What a room may take from outside of the repository. */
const OUTSIDE: Record<Room, (name: string, file: string) => boolean> = {
  shared: name => name === 'zod',
  core: name => name !== 'electron',
  desktop: () => true,
  server: name => name !== 'electron',
  cli: name => name !== 'electron',
  entry: (name, file) => name !== 'electron' || file === 'src/main/index.ts',
  preload: name => name === 'electron',
  renderer: name => name !== 'electron' && !name.startsWith('node:'),
}

/** The room of a file; null for what is outside of `src` or in no room. */
export function roomOf(file: string): Room | null {
  if (ENTRIES.includes(file)) return 'entry'
  const found = /^src\/(?:main\/)?(shared|core|desktop|server|cli|preload|renderer)\//.exec(file)?.[1]
  return ROOMS.find(room => room === found) ?? null
}

const packageName = (request: string) =>
  request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/')

function brokenRule(file: string, from: Room, { request, typeOnly }: Import): string | null {
  if (request === null) return 'an import names its module in the source'
  if (!request.startsWith('.')) {
    return OUTSIDE[from](packageName(request), file) ? null : `${from} may not import ${packageName(request)}`
  }
  const target = normalize(join(dirname(file), request))
  const to = roomOf(target)
  if (to === null) return `${from} may import only from rooms of src`
  if (to !== from && !MAY_IMPORT[from].includes(to)) return `${from} may not import ${to}`
  if (from === 'desktop' && to === 'core' && !typeOnly) return 'desktop takes only types from core'
  if (target.startsWith(STORE) && !file.startsWith(STORE) && !STORE_FACES.includes(target)) {
    return 'the store is reached through its face alone'
  }
  return null
}

export function violations(sources: Sources): Violation[] {
  return [...sources].flatMap(([file, source]) => {
    const room = roomOf(file)
    if (room === null) return [{ file, request: '', rule: 'every file of src is in a room' }]
    return importsOf(file, source).flatMap(one => {
      const rule = brokenRule(file, room, one)
      return rule ? [{ file, request: one.request ?? '', rule }] : []
    })
  })
}

/** Circles among modules that need each other when the program runs; each as its files in order. */
export function circles(sources: Sources): string[][] {
  const edges = new Map<string, string[]>()
  for (const [file, source] of sources) {
    const targets = importsOf(file, source)
      .filter(one => !one.typeOnly && one.request?.startsWith('.'))
      .map(one => normalize(join(dirname(file), one.request ?? '')))
    edges.set(
      file,
      targets.filter(target => sources.has(target)),
    )
  }
  const found: string[][] = []
  const done = new Set<string>()
  const visit = (file: string, trail: string[]) => {
    const at = trail.indexOf(file)
    if (at >= 0) {
      found.push(trail.slice(at))
      return
    }
    if (done.has(file)) return
    for (const target of edges.get(file) ?? []) visit(target, [...trail, file])
    done.add(file)
  }
  for (const file of sources.keys()) visit(file, [])
  return found
}
