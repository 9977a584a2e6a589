// A backup made while the workspace is written to holds one moment of it: every version up to a number, and none beyond.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEPT, LEFT } from '../../../src/main/core/backups/contents.ts'
import { makeBackup } from '../../../src/main/core/backups/make.ts'
import { unpack } from '../../../src/main/core/backups/unpack.ts'
import type { Numbers, Put, Store } from '../../../src/main/core/store/face.ts'
import { openStore } from '../../../src/main/core/store/index.ts'
import { writeWhole } from '../../../src/main/core/targets/part-file.ts'
import { ENTITIES, hasParts, outsider, tableOf } from '../../store/outside.ts'
import { seeded } from '../../store/random.ts'
import { audience, distribution, extremes, platform } from '../../store/records.ts'
import { answerOf } from '../../support/app.ts'

let root: string
let workspace: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'backup-snapshot-'))
  workspace = join(root, 'workspace')
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function make(workspace: string, store: Store, path: string, passphrase: string | null = null) {
  const deps = { workspace, store, app_version: '0.1.0' }
  return answerOf(await writeWhole(path, part => makeBackup(deps, part, passphrase, never))).value
}

const never = { signal: new AbortController().signal, progress: () => {} }
const open = async (folder: string, rows = 40) =>
  answerOf(await openStore({ folder, flush: { rows }, verify_after_ms: null }))
const OWNERS = ['retail', 'Travel@example.com']

/** All rows of a closed workspace in the order of their numbers, as any other program reads them. */
async function rowsIn(folder: string): Promise<{ seq: number; row: string }[]> {
  const rows: { seq: number; row: string }[] = []
  for (const entity of ENTITIES) {
    if (!hasParts(folder, entity)) continue
    const read = await (await outsider()).runAndReadAll(
      `SELECT seq, to_json(row)::VARCHAR FROM (SELECT seq, row FROM ${tableOf(folder, entity)} AS row)`,
    )
    for (const [seq, row] of read.getRows()) rows.push({ seq: Number(seq), row: `${entity} ${row}` })
  }
  return rows.sort((a, b) => a.seq - b.seq)
}

describe('a backup while the workspace is in use', () => {
  it('holds exactly the versions up to one moment, of every profile, with all history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, encrypted) => {
        const random = seeded(seed)
        const store = await open(workspace)
        const puts = (): Put[] => {
          const n = String(random.int(30)).padStart(3, '0')
          const deleted = random.chance(0.1)
          return [
            {
              entity: 'audience',
              record: audience(random, { audience_id: `aud_${n}`, deleted }),
              expected: 'any',
            },
            ...(random.chance(0.3)
              ? [
                  {
                    entity: 'platform',
                    record: platform({ platform_id: `plat_${n}`, deleted }),
                    expected: 'any',
                  } as const,
                ]
              : []),
            ...(random.chance(0.3)
              ? [
                  {
                    entity: 'distribution',
                    record: distribution({ distribution_id: `dist_${n}` }),
                    expected: 'any',
                  } as const,
                ]
              : []),
          ]
        }
        let newest = 0
        const save = async () => {
          const numbered = ([, last]: Numbers) => {
            newest = last
          }
          const owner = random.pick(OWNERS)
          answerOf(await store.commit(owner, puts() as Put<'audience'>[], { numbered }))
        }
        for (const record of extremes(random))
          answerOf(await store.commit('retail', [{ entity: 'audience', record, expected: 'any' }]))
        for (let at = random.int(60); at >= 0; at--) await save()
        const bulk = Array.from({ length: 2_100 }, (_, at) => ({
          entity: 'audience' as const,
          record: audience(random, { audience_id: `bulk_${at}` }),
          expected: 'any' as const,
        }))
        if (random.chance(0.3)) answerOf(await store.commit('retail', bulk))

        const before = newest
        let running = true
        const writes = (async () => {
          for (let more = 150; running && more > 0; more--) await save()
        })()
        const passphrase = encrypted ? 'four words of a passphrase' : null
        const path = join(root, 'backup.tar')
        const made = await make(workspace, store, path, passphrase)
        running = false
        await writes
        await store.close()
        const source = await rowsIn(workspace)
        expect(source.at(-1)?.seq).toBe(newest)

        const restored = join(root, 'restored')
        const { about } = await unpack(path, passphrase, restored, never)
        const copy = await open(restored)
        expect(copy.info().damage).toEqual([])
        expect(answerOf(await copy.verify())).toEqual([])
        await copy.close()
        const copied = await rowsIn(restored)
        const last = copied.at(-1)?.seq ?? 0
        expect(copied).toEqual(source.filter(({ seq }) => seq <= last))
        expect(last).toBeGreaterThanOrEqual(before)
        expect(about.versions).toBe(copied.length)
        expect(about).toEqual(made.about)
        await rm(restored, { recursive: true })
        await rm(workspace, { recursive: true })
        await rm(path)
      }),
      { numRuns: Number(process.env.BACKUP_RUNS ?? 2) },
    )
  }, 600_000)

  it('takes receipts, drafts and settings along, and no secret, log, or anything of this computer', async () => {
    const store = await open(workspace)
    answerOf(
      await store.commit('retail', [
        { entity: 'platform', record: platform({ platform_id: 'plat_1' }), expected: 'new' },
      ]),
    )
    const SECRET = 'sk-live-9f31c0ffee'
    const write = async (path: string, content: string) => {
      await mkdir(join(workspace, path, '..'), { recursive: true })
      await writeFile(join(workspace, path), content)
    }
    const kept = KEPT.flatMap(name => [
      `_meta/${name}/u-retail.json`,
      `_meta/${name}/u-retail/plat_1/0001.json`,
    ])
    for (const path of kept) await write(path, `content of ${path}`)
    for (const name of Object.keys(LEFT).filter(name => name !== 'lock' && name !== 'tmp'))
      await write(name.includes('.') ? `_meta/${name}` : `_meta/${name}/file.json`, SECRET)
    for (const path of ['_meta/tokens.json', '_meta/unheard-of/file.json', 'logs/core.log', 'notes.txt'])
      await write(path, SECRET)
    await write('_meta/preferences/u-retail.json.tmp', SECRET)
    // Larger than what is read at once.
    await write('_meta/deliveries/u-retail/package.csv', 'x'.repeat(4_500_000))

    const path = join(root, 'backup.tar')
    await make(workspace, store, path)
    await store.close()
    expect((await readFile(path)).includes(SECRET)).toBe(false)
    const restored = join(root, 'restored')
    await unpack(path, null, restored, never)
    for (const name of kept) expect(await readFile(join(restored, name), 'utf8')).toBe(`content of ${name}`)
    const meta = await readdir(join(restored, '_meta'))
    expect(meta.sort()).toEqual([...KEPT, 'manifest.json', 'wal'].sort())
    expect((await readFile(join(restored, '_meta/deliveries/u-retail/package.csv'))).length).toBe(4_500_000)
  })

  it('has decided of everything that a workspace holds whether it belongs', async () => {
    const root = join(import.meta.dirname, '../../..')
    const named = new Set<string>()
    const doc = await readFile(join(root, 'docs/workspace.md'), 'utf8')
    for (const [, line] of doc.matchAll(/^ {6}((?:_meta\/[\w.-]+\/?(?:, )?)+)/gm))
      for (const [, name = ''] of (line ?? '').matchAll(/_meta\/([\w.-]+)/g)) named.add(name)
    for (const path of await readdir(join(root, 'src/main'), { recursive: true })) {
      if (!path.endsWith('.ts')) continue
      const source = await readFile(join(root, 'src/main', path), 'utf8')
      for (const [, name = ''] of source.matchAll(/'_meta', '([\w.-]+)'/g)) named.add(name)
    }
    expect([...named]).toEqual(expect.arrayContaining(['receipts', 'tokens', 'lock']))
    const decided = [...KEPT, ...Object.keys(LEFT), 'manifest.json', 'wal']
    expect([...named].filter(name => !decided.includes(name))).toEqual([])
  })
})
