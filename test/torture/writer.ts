// The process that is killed: opens the workspace, reports what it finds there, then saves, edits, deletes and flushes at once.
import { writeFileSync } from 'node:fs'
import type { Entity, Put, Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { lineOf } from '../store/book.ts'
import { type Random, seeded } from '../store/random.ts'
import { historyOf, must, readAll } from '../store/reading.ts'
import { audience, OWNER, platform, putAudience, putPlatform } from '../store/records.ts'
import type { FoundRows, Orders, Report } from './protocol.ts'

const send = (report: Report) =>
  new Promise<void>(resolve => {
    process.send?.(report, undefined, {}, () => resolve())
  })
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

let commits = 0
/** Told before it is asked for, so that the parent knows every content that may turn up. */
async function commit(store: Store, puts: readonly Put[], staged = false): Promise<boolean> {
  const n = ++commits
  await send({ kind: 'begin', n, lines: puts.map(put => lineOf(put.entity, put.record)) })
  const result = staged ? await importStaged(store, puts) : await store.commit(OWNER, puts)
  if (!result.ok) {
    await send({ kind: 'refused', n, code: result.error.code, message: result.error.message })
    return false
  }
  const versions = Array.isArray(result.value)
    ? result.value.map(record => record.version)
    : puts.map(() => 1)
  await send({ kind: 'ack', n, versions })
  return true
}

async function importStaged(store: Store, puts: readonly Put[]) {
  const file = await store.stage('audience')
  writeFileSync(file.path, puts.map(put => `${JSON.stringify(put.record)}\n`).join(''))
  return store.commitStaged(OWNER, [file])
}

function worker(
  store: Store,
  seed: number,
  known: Record<'audience' | 'platform', string[]>,
  large: boolean,
) {
  const random: Random = seeded(seed)
  let made = 0
  const note = () => `${seed}-${++made}`
  const fresh = () => `n${seed}-${++made}`
  const record = (audience_id: string, deleted = false) =>
    audience(random, { audience_id, deleted, change_note: note() })
  const someone = () =>
    known.audience.length > 0 && random.chance(0.9) ? random.pick(known.audience) : fresh()
  const created = (puts: readonly Put[]) => {
    for (const put of puts) {
      const id = put.entity === 'audience' ? put.record.audience_id : ''
      if (id) known.audience.push(id)
    }
  }

  async function once() {
    const dice = random.next()
    if (dice < 0.3) {
      const puts = [putAudience(record(fresh()), 'new')]
      if (await commit(store, puts)) created(puts)
    } else if (dice < 0.6) await commit(store, [putAudience(record(someone()))])
    else if (dice < 0.7) await commit(store, [putAudience(record(someone(), true))])
    else if (dice < 0.78) {
      const id = known.platform.length > 4 ? random.pick(known.platform) : fresh()
      const puts = [putPlatform(platform({ platform_id: id, change_note: note() }))]
      if ((await commit(store, puts)) && !known.platform.includes(id)) known.platform.push(id)
    } else if (dice < 0.84) {
      const id = someone()
      const current = must(await store.get('audience', OWNER, id))
      await commit(store, [putAudience(record(id), current ? current.version + random.int(2) : 'new')])
    } else if (dice < 0.95) {
      const puts: Put[] = Array.from({ length: 2 + random.int(30) }, () => putAudience(record(someone())))
      await commit(store, [...puts, putPlatform(platform({ platform_id: 'shared', change_note: note() }))])
    } else if (dice < 0.985 || !large) {
      const puts = Array.from({ length: 1 + random.int(40) }, () => putAudience(record(fresh())))
      if (await commit(store, puts, true)) created(puts.slice(0, 5))
    } else {
      await commit(
        store,
        Array.from({ length: 2_001 + random.int(200) }, () => putAudience(record(fresh()), 'new')),
      )
    }
  }

  return async () => {
    for (;;) await once()
  }
}

async function flusher(store: Store, random: Random) {
  for (;;) {
    await pause(random.int(120))
    await send({ kind: 'flushing' })
    must(await store.flush())
  }
}

async function reader(store: Store, random: Random) {
  const words = ['urban', 'fam', 'AUTO', 'loyalty', 'premium travel']
  for (;;) {
    await pause(random.int(60))
    const sort = { by: 'updated_at', direction: 'desc' as const }
    must(await store.list('audience', OWNER, { search: random.pick(words), where: [], sort, limit: 50 }))
  }
}

/** The whole history of the records that are to be checked, and the newest version of all others. */
async function report(store: Store, check: string[] | null): Promise<{ found: FoundRows; said: string[] }> {
  if (check === null) {
    const all = await readAll(store)
    return { found: [...all.found].map(([key, rows]) => [key, [...rows]]), said: all.said }
  }
  const idsOf = (entity: Entity) =>
    check.filter(key => key.startsWith(`${entity}/`)).map(key => key.slice(entity.length + 1))
  const found: FoundRows = []
  for (const entity of ['audience', 'platform'] as const)
    found.push(...(await historyOf(store, entity, idsOf(entity))))
  return { found, said: [] }
}

async function main({ folder, seed, check, large }: Orders) {
  const started = performance.now()
  const opened = await openStore({ folder })
  if (!opened.ok) return send({ kind: 'failed', message: `${opened.error.code}: ${opened.error.message}` })
  const store = opened.value
  const ms = performance.now() - started
  const { damage, state } = store.info()
  const { found, said } = await report(store, check)
  await send({
    kind: 'opened',
    ms,
    state,
    damage: damage.map(one => `${one.file}: ${one.message}`),
    found,
    said,
  })

  const everything = { where: [] }
  const known = {
    audience: must(await store.ids('audience', OWNER, everything)),
    platform: must(await store.ids('platform', OWNER, everything)),
  }
  const workers = [1, 2, 3, 4].map(n => worker(store, seed * 10 + n, known, large)())
  return Promise.all([...workers, flusher(store, seeded(seed)), reader(store, seeded(seed + 1))])
}

process.once('message', (orders: Orders) => {
  main(orders).catch((error: unknown) =>
    send({ kind: 'thrown', message: error instanceof Error ? String(error.stack) : String(error) }),
  )
})
